package main

import (
	"encoding/json"
	"errors"
	"os"
	"testing"
)

const schemaFile = "../../contracts/json-schema/invite-request.json"

type requestCase struct {
	Name    string          `json:"name"`
	Request json.RawMessage `json:"request"`
	// Whether the schema accepts it.
	Schema bool `json:"schema"`
}

func TestSchemaDecidesAsTheCasesSay(t *testing.T) {
	for _, one := range readCases(t) {
		t.Run(one.Name, func(t *testing.T) {
			_, err := readRequest(schemaFile, string(one.Request))
			var invalid *invalidRequestError
			if err != nil && !errors.As(err, &invalid) {
				t.Fatal(err)
			}
			if accepted := err == nil; accepted != one.Schema {
				t.Errorf("accepted: %v, but the case says %v (%v)", accepted, one.Schema, err)
			}
		})
	}
}

func TestTextThatIsNoJSONIsAnInvalidRequest(t *testing.T) {
	_, err := readRequest(schemaFile, "{")
	if exitCode(err) != 2 {
		t.Errorf("exit code %d of %v", exitCode(err), err)
	}
}

func TestNullsAreLeftOut(t *testing.T) {
	request, err := readRequest(schemaFile, `{"callId":"c","tenantId":null,"participants":[{"identity":{"user":{"id":"u"}},"hidden":null}]}`)
	if err != nil {
		t.Fatal(err)
	}
	text, _ := json.Marshal(request)
	if string(text) != `{"callId":"c","participants":[{"identity":{"user":{"id":"u"}}}]}` {
		t.Errorf("stored as %s", text)
	}
}

func readCases(t *testing.T) []requestCase {
	t.Helper()
	text, err := os.ReadFile("testdata/request-cases.json")
	if err != nil {
		t.Fatal(err)
	}
	var cases []requestCase
	if err := json.Unmarshal(text, &cases); err != nil {
		t.Fatal(err)
	}
	if len(cases) < 20 {
		t.Fatalf("only %d cases", len(cases))
	}
	return cases
}
