package main

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"reflect"

	"go.temporal.io/api/enums/v1"
	"go.temporal.io/api/serviceerror"
	"go.temporal.io/sdk/client"
	"go.temporal.io/sdk/converter"
	"go.temporal.io/sdk/temporal"
)

const workflowType = "inviteParticipants"

var graphCallID = temporal.NewSearchAttributeKeyKeyword("GraphCallId")

type conflictError struct{ inviteID string }

func (e *conflictError) Error() string {
	return fmt.Sprintf("invite %s was started before with another request; use a new id for a new request", e.inviteID)
}

// startInvite starts the invite, or attaches to the one that has this id and an equal request already.
func startInvite(ctx context.Context, temporalClient client.Client, inviteID string, request map[string]any) (client.WorkflowRun, error) {
	callID, _ := request["callId"].(string)
	run, err := temporalClient.ExecuteWorkflow(ctx, client.StartWorkflowOptions{
		ID:        "invite/" + inviteID,
		TaskQueue: cmp.Or(os.Getenv("INVITE_TASK_QUEUE"), "graph-invites"),
		// An id is single-use. Without this Temporal starts again after the first invite has ended, and the person is rung again.
		WorkflowIDReusePolicy: enums.WORKFLOW_ID_REUSE_POLICY_REJECT_DUPLICATE,
		// Else the SDK attaches to whatever runs under this id, without a look at its request.
		WorkflowExecutionErrorWhenAlreadyStarted: true,
		TypedSearchAttributes:                    temporal.NewSearchAttributes(graphCallID.ValueSet(callID)),
	}, workflowType, request)
	var alreadyStarted *serviceerror.WorkflowExecutionAlreadyStarted
	if !errors.As(err, &alreadyStarted) {
		return run, err
	}
	stored, err := storedRequest(ctx, temporalClient, inviteID)
	if err != nil {
		return nil, err
	}
	if !reflect.DeepEqual(plain(stored), plain(request)) {
		return nil, &conflictError{inviteID}
	}
	return temporalClient.GetWorkflow(ctx, "invite/"+inviteID, ""), nil
}

// storedRequest reads what the invite was started with, out of the first event of its history.
func storedRequest(ctx context.Context, temporalClient client.Client, inviteID string) (any, error) {
	history := temporalClient.GetWorkflowHistory(ctx, "invite/"+inviteID, "", false, enums.HISTORY_EVENT_FILTER_TYPE_ALL_EVENT)
	first, err := history.Next()
	if err != nil {
		return nil, err
	}
	var request any
	input := first.GetWorkflowExecutionStartedEventAttributes().GetInput()
	err = converter.GetDefaultDataConverter().FromPayloads(input, &request)
	return request, err
}

// plain gives a value as JSON reads it, so that numbers are of one kind and null is absent.
func plain(value any) any {
	text, err := json.Marshal(value)
	if err != nil {
		return err
	}
	var read any
	if err := json.Unmarshal(text, &read); err != nil {
		return err
	}
	return withoutNulls(read)
}
