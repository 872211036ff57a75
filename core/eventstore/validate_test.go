package eventstore_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/google/uuid"
	"playhead/core/eventstore"
	"playhead/core/eventstore/storetest"
)

func TestStreamID_Validate(t *testing.T) {
	for _, fit := range []eventstore.StreamID{
		"account-7", "Account_7.b:c@example.org", "7", "-", "κατάστημα-1", "店舗-7", "__proto__", "constructor",
		eventstore.StreamID(strings.Repeat("x", eventstore.MaxStreamID)),
	} {
		assert.NoError(t, fit.Validate(), "%s", fit)
	}
}

func TestStreamID_Validate_StreamIDError(t *testing.T) {
	for stream, reason := range map[eventstore.StreamID]string{
		"":                      "it is empty",
		"account 7":             "it has a space",
		"account\u00a07":        "it has a space",
		"account\t7":            "it has a tab",
		"account\n7":            "it has a line break",
		"account/7":             "it has a slash (/)",
		`account\7`:             `it has a backslash (\)`,
		`account"7`:             `it has a quotation mark (")`,
		"account-🙂":             "it has an emoji (🙂)",
		"account-☂":             "it has an emoji (☂)",
		"account-7\u200b":       "it has a character that cannot be seen (U+200B)",
		"account-7\x00":         "it has a character that cannot be seen (U+0000)",
		"\u202eaccount":         "it has a character that cannot be seen (U+202E)",
		"cafe\u0301-1":          "it has an accent apart from its letter (U+0301)",
		"account*":              "it has the character *",
		"account>7":             "it has the character >",
		"account-\xff":          "it is not UTF-8",
		longStream(121):         "it is 121 bytes long and 120 is the most",
		longStream(10_000):      "it is 10000 bytes long and 120 is the most",
		"../../../../etc/hosts": "it has a slash (/)",
	} {
		err := stream.Validate()
		var refused *eventstore.StreamIDError
		require.ErrorAs(t, err, &refused, "%q", stream)
		assert.Equal(t, reason, refused.Reason)
		assert.Less(t, len(err.Error()), 300, "the sentence stays short however long the name is")
	}
}

func longStream(n int) eventstore.StreamID { return eventstore.StreamID(strings.Repeat("x", n)) }

func TestStreamID_Category(t *testing.T) {
	assert.Equal(t, "account", eventstore.StreamID("account-7-b").Category())
	assert.Equal(t, "account", eventstore.StreamID("account").Category())
	assert.Equal(t, "", eventstore.StreamID("-7").Category())
}

func TestEventData_Validate_EventDataError(t *testing.T) {
	for reason, spoil := range map[string]func(*eventstore.EventData){
		"it has no id":   func(d *eventstore.EventData) { d.ID = uuid.Nil },
		"it has no type": func(d *eventstore.EventData) { d.Type = "" },
		"its type is 121 bytes long and 120 is the most":              func(d *eventstore.EventData) { d.Type = strings.Repeat("x", 121) },
		"its type is not UTF-8":                                       func(d *eventstore.EventData) { d.Type = "\xff" },
		"its type has a space":                                        func(d *eventstore.EventData) { d.Type = "Money Deposited" },
		"its type has a character that cannot be seen (U+0000)":       func(d *eventstore.EventData) { d.Type = "Money\x00" },
		"its schema version is 0 and 1 is the first":                  func(d *eventstore.EventData) { d.SchemaVersion = 0 },
		"its schema version is 2147483648 and 2147483647 is the most": func(d *eventstore.EventData) { d.SchemaVersion = 1 << 31 },
		"it has no timestamp":                                         func(d *eventstore.EventData) { d.Timestamp = time.Time{} },
		"its timestamp is in the year 10000": func(d *eventstore.EventData) {
			d.Timestamp = time.Date(9999, 12, 31, 23, 0, 0, 0, time.FixedZone("", -7200))
		},
		"its timestamp is in the year 0":                       func(d *eventstore.EventData) { d.Timestamp = time.Date(0, 12, 31, 23, 59, 59, 0, time.UTC) },
		"its actor is 201 bytes long and 200 is the most":      func(d *eventstore.EventData) { d.Metadata.Actor = strings.Repeat("x", 201) },
		"its command has a line break":                         func(d *eventstore.EventData) { d.Metadata.Command = "Deposit\nNow" },
		"it has no data; use {} for none":                      func(d *eventstore.EventData) { d.Data = nil },
		"its data is 262145 bytes long and 262144 is the most": func(d *eventstore.EventData) { d.Data = make([]byte, eventstore.MaxData+1) },
		"its data is not UTF-8":                                func(d *eventstore.EventData) { d.Data = []byte("\"\xff\"") },
		"its data is not JSON: it ends too early":              func(d *eventstore.EventData) { d.Data = []byte(`{"amount":`) },
		"its data is not JSON: unexpected 'é' at byte 3":       func(d *eventstore.EventData) { d.Data = []byte(`{ é}`) },
		"its data is nested more than 64 levels deep":          func(d *eventstore.EventData) { d.Data = nested(65) },
		"its data has an object with more than 1024 keys":      func(d *eventstore.EventData) { d.Data = keys(1025) },
	} {
		data := storetest.Deposit()
		spoil(&data)
		err := data.Validate()
		var refused *eventstore.EventDataError
		require.ErrorAs(t, err, &refused, reason)
		assert.Equal(t, reason, refused.Reason)
	}
}

func TestEventData_Validate_AtTheLimits(t *testing.T) {
	for _, data := range [][]byte{nested(64), keys(1024), []byte(`{"a":` + string(keys(1024)) + `,"b":` + string(keys(1024)) + `}`)} {
		fit := storetest.Deposit()
		fit.Data = data
		assert.NoError(t, fit.Validate())
	}
}

func TestEventData_Validate_FirstAndLastSecond(t *testing.T) {
	for _, at := range []time.Time{
		time.Date(1, 1, 1, 0, 0, 0, 1, time.UTC), time.Date(9999, 12, 31, 23, 59, 59, 999_999_999, time.UTC),
	} {
		fit := storetest.Deposit()
		fit.Timestamp = at
		assert.NoError(t, fit.Validate(), "%s", at)
	}
}

func TestEventData_Validate_DepthOfAMillion(t *testing.T) {
	// The scan does not recurse: a bomb is refused at its 65th level.
	bomb := storetest.Deposit()
	bomb.Data = nested(eventstore.MaxData / 2)
	assert.ErrorContains(t, bomb.Validate(), "nested more than 64 levels deep")
}

func nested(depth int) []byte {
	return []byte(strings.Repeat("[", depth) + strings.Repeat("]", depth))
}

func keys(n int) []byte {
	object := []byte("{")
	for i := range n {
		object = fmt.Appendf(object, `"k%d":[%d],`, i, i)
	}
	object[len(object)-1] = '}'
	return object
}

func FuzzEventData_Validate(f *testing.F) {
	for _, seed := range []string{
		`{}`, `[]`, `{"a":[1,-0.5e+10,true,false,null,"\u00e9\n"]}`, ` [ { } , [ ] ] `, `"`, `-`, `01`, `1.`, `1e`, `{"a":1,}`,
		`[1,]`, `{"a"}`, `{,}`, `]`, `{]`, `nul`, `1 2`, "\"\t\"", `"\x"`, `"\u12g4"`, `{"__proto__":{"a":1}}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		event := storetest.Deposit()
		event.Data = data
		err := event.Validate()
		switch {
		case err == nil:
			if !json.Valid(data) {
				t.Fatalf("%q is taken and is not JSON", data)
			}
		case strings.Contains(err.Error(), "is not JSON"):
			if json.Valid(data) {
				t.Fatalf("%q is JSON and is refused: %v", data, err)
			}
		}
	})
}
