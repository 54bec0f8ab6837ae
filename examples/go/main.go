// Command invite starts an invite by the name of its workflow, with Temporal's Go SDK alone, and waits for its end.
//
//	go run . -id ticket-4711 '{"callId":"…","participants":[{"identity":{"phone":{"id":"+15550100199"}}}]}'
//
// It prints one JSON object: the result, or the details of the failure. Exit codes: 0 joined, 1 ended otherwise,
// 2 request not valid (nothing was started), 3 id taken by another request, 4 anything else.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"

	"go.temporal.io/sdk/client"
	"go.temporal.io/sdk/log"
)

func main() {
	inviteID := flag.String("id", "", "idempotency key: 1 to 200 of [A-Za-z0-9._:-]")
	schema := flag.String("schema", "../../contracts/json-schema/invite-request.json", "JSON Schema of a request")
	flag.Parse()
	// Ctrl-C ends the waiting. The invite goes on; started again with its id, it is found again.
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	answer, err := run(ctx, *schema, *inviteID, flag.Arg(0))
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
	}
	if answer != nil {
		_ = json.NewEncoder(os.Stdout).Encode(answer)
	}
	os.Exit(exitCode(err))
}

func run(ctx context.Context, schema, inviteID, text string) (any, error) {
	request, err := readRequest(schema, text)
	if err != nil {
		return nil, err
	}
	temporal, err := client.DialContext(ctx, client.Options{
		HostPort:  os.Getenv("TEMPORAL_ADDRESS"),
		Namespace: os.Getenv("TEMPORAL_NAMESPACE"),
		Logger:    log.NewStructuredLogger(quiet),
	})
	if err != nil {
		return nil, err
	}
	defer temporal.Close()
	started, err := startInvite(ctx, temporal, inviteID, request)
	if err != nil {
		return nil, err
	}
	return awaitInvite(ctx, started)
}

func exitCode(err error) int {
	var invalid *invalidRequestError
	var conflict *conflictError
	var ended *endedError
	switch {
	case err == nil:
		return 0
	case errors.As(err, &ended):
		return 1
	case errors.As(err, &invalid):
		return 2
	case errors.As(err, &conflict):
		return 3
	default:
		return 4
	}
}
