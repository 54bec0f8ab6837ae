package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"

	"go.temporal.io/sdk/client"
	"go.temporal.io/sdk/temporal"
)

var quiet = slog.New(slog.DiscardHandler)

// endedError is the end of an invite that did not come to "joined".
type endedError struct{ outcome string }

func (e *endedError) Error() string { return "the invite ended with " + e.outcome }

// failureDetails is what this program reads of contracts/json-schema/invite-failure-details.json.
type failureDetails struct {
	Outcome     string          `json:"outcome"`
	Joined      bool            `json:"joined"`
	RetryAdvice string          `json:"retryAdvice,omitempty"`
	ResultInfo  json.RawMessage `json:"resultInfo,omitempty"`
	Problems    []string        `json:"problems,omitempty"`
}

// awaitInvite gives the result of an invite that joined, else the details of its failure with an endedError.
func awaitInvite(ctx context.Context, run client.WorkflowRun) (any, error) {
	var result map[string]any
	err := run.Get(ctx, &result)
	var failure *temporal.ApplicationError
	var canceled *temporal.CanceledError
	switch {
	case err == nil:
		return result, nil
	case errors.As(err, &failure):
		// The type is one of the list in docs/errors.md; the message is for people and may change.
		details := failureDetails{Outcome: failure.Type()}
		if failure.HasDetails() {
			if err := failure.Details(&details); err != nil {
				return nil, fmt.Errorf("details of %s: %w", failure.Type(), err)
			}
		}
		return details, &endedError{failure.Type()}
	case errors.As(err, &canceled):
		return failureDetails{Outcome: "canceled"}, &endedError{"canceled"}
	default:
		return nil, err
	}
}
