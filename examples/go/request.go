package main

import (
	"bytes"
	"fmt"

	"github.com/dlclark/regexp2"
	"github.com/santhosh-tekuri/jsonschema/v6"
)

type invalidRequestError struct{ cause error }

func (e *invalidRequestError) Error() string {
	return fmt.Sprintf("the request is not valid: %v", e.cause)
}
func (e *invalidRequestError) Unwrap() error { return e.cause }

// readRequest reads and validates a request before anything is started. The schema cannot say everything: who breaks one of
// the remaining rules, such as two kinds of identity for one person, gets a run that ends as InvalidInviteRequest.
func readRequest(schemaFile, text string) (map[string]any, error) {
	schema, err := compileSchema(schemaFile)
	if err != nil {
		return nil, err
	}
	value, err := jsonschema.UnmarshalJSON(bytes.NewReader([]byte(text)))
	if err != nil {
		return nil, &invalidRequestError{err}
	}
	if err := schema.Validate(value); err != nil {
		return nil, &invalidRequestError{err}
	}
	request, _ := withoutNulls(value).(map[string]any)
	return request, nil
}

// compileSchema takes a regular expression engine of ECMAScript's kind: JSON Schema asks for one, the patterns of this schema
// look ahead, and Go's own engine cannot.
func compileSchema(file string) (*jsonschema.Schema, error) {
	compiler := jsonschema.NewCompiler()
	compiler.UseRegexpEngine(func(pattern string) (jsonschema.Regexp, error) {
		compiled, err := regexp2.Compile(pattern, regexp2.ECMAScript)
		return ecmaPattern{compiled}, err
	})
	return compiler.Compile(file)
}

type ecmaPattern struct{ *regexp2.Regexp }

func (p ecmaPattern) MatchString(text string) bool {
	matches, err := p.Regexp.MatchString(text)
	return err == nil && matches
}

// withoutNulls gives the form in which requests are stored and compared: null means absent.
func withoutNulls(value any) any {
	switch value := value.(type) {
	case map[string]any:
		members := make(map[string]any, len(value))
		for name, member := range value {
			if member != nil {
				members[name] = withoutNulls(member)
			}
		}
		return members
	case []any:
		items := make([]any, len(value))
		for place, item := range value {
			items[place] = withoutNulls(item)
		}
		return items
	default:
		return value
	}
}
