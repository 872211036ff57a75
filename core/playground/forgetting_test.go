package playground

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"playhead/core/eventstore"
	"playhead/core/sealing"
)

// personal is a command that tells data of a person, by world.
type personal struct {
	category, create, change string // with %q where the data stands
	createForm, changeForm   string
}

func personalCommands() map[string]personal {
	return map[string]personal{
		"Bank":   {"account", "Open", "Deposit", `{"owner":%q,"currency":"USD"}`, `{"amount":1000,"source":"cash"}`},
		"Mall":   {"basket", "TakeBasket", "PutIn", `{"customer":%q}`, `{"product":"product-1","price":4150,"quantity":1}`},
		"Orders": {"order", "Create", "ChangeAddress", `{"customer":%q,"address":%[1]q}`, `{"address":%q}`},
		"Users":  {"user", "Create", "Update", `{"name":%q,"email":%[1]q}`, `{"name":%q,"email":%[1]q}`},
	}
}

// person is somebody in a random log, and what was told of them.
type person struct {
	stream string
	texts  []string
}

// live lets random people live in a world, each with texts that no other has.
func live(t *rapid.T, p *page, world string) []person {
	commands := personalCommands()[world]
	people := make([]person, rapid.IntRange(1, 4).Draw(t, "people"))
	for i := range people {
		people[i].stream = fmt.Sprintf("%s-%d", commands.category, 101+i)
	}
	for step := range rapid.IntRange(4, 16).Draw(t, "steps") {
		one := &people[rapid.IntRange(0, len(people)-1).Draw(t, "who")]
		text := fmt.Sprintf("§%s+%d", one.stream, step)
		name, form := commands.change, commands.changeForm
		if len(one.texts) == 0 {
			name, form = commands.create, commands.createForm
		}
		if strings.Contains(form, "%") {
			form, one.texts = fmt.Sprintf(form, text), append(one.texts, text)
		}
		outcome := ask[Outcome](p, "command", fmt.Sprintf(`{"stream":%q,"command":%q,"data":%s}`, one.stream, name, form))
		require.Equal(t, OutcomeRecorded, outcome.Kind, outcome.Message)
	}
	p.settle()
	return people
}

// everything is all that the playground answers about the open log.
func everything(t require.TestingT, p *page) string {
	var all strings.Builder
	say := func(kind, params string) {
		response := p.send(kind, params)
		require.Nil(t, response.Error, "%s %s", kind, params)
		text, err := json.Marshal(response.Result)
		require.NoError(t, err)
		all.Write(text)
	}
	head := ask[Log](p, "log", ``).Head
	for _, person := range ask[PeopleResult](p, "people", `{"limit":100}`).People {
		say("moment", fmt.Sprintf(`{"stream":%q,"windowSize":200}`, person.Person))
		say("person", fmt.Sprintf(`{"person":%q}`, person.Person))
		say("snapshots", fmt.Sprintf(`{"stream":%q,"position":%d,"plan":{"rule":"every","n":1}}`, person.Person, head))
	}
	for at := range head + 1 {
		say("moment", fmt.Sprintf(`{"position":%d,"windowSize":200}`, at))
		say("lint", fmt.Sprintf(`{"position":%d}`, at))
		if at > 0 {
			say("event", fmt.Sprintf(`{"position":%d}`, at))
		}
	}
	say("people", `{"limit":100}`)
	say("storage", `{}`)
	say("holding", ``)
	say("events", `{"filter":"","from":0,"count":500,"at":0}`)
	say("diff", fmt.Sprintf(`{"from":0,"to":%d,"limit":500}`, head))
	say("export", `{"after":0,"count":5000}`)
	return all.String()
}

// After a person was forgotten and the read models that hold them were built
// again, no answer has a word of theirs; the others are as they were, the log
// is sound, and not one byte of it has changed.
func TestPlayground_Forget_Property(t *testing.T) {
	for world := range personalCommands() {
		t.Run(world, func(t *testing.T) {
			rapid.Check(t, func(rt *rapid.T) {
				p := newPage(t)
				ask[Opened](p, "open", `{"world":"`+world+`"}`)
				if rapid.Bool().Draw(rt, "empty") {
					ask[Opened](p, "reset", `{"to":"empty"}`)
				}
				people := live(rt, p, world)
				export := ask[ExportResult](p, "export", `{"after":0,"count":5000}`)
				before := everything(rt, p)
				forgotten := map[string]bool{}
				for _, one := range people {
					if len(one.texts) > 0 && rapid.Bool().Draw(rt, "forget") {
						ask[Forgotten](p, "forget", fmt.Sprintf(`{"person":%q}`, one.stream))
						forgotten[one.stream] = true
					}
				}
				for _, held := range ask[HoldingResult](p, "holding", ``).Models {
					ask[ProjectionState](p, "rebuild", fmt.Sprintf(`{"name":%q}`, held.Name))
				}
				p.settle()
				require.Empty(rt, ask[HoldingResult](p, "holding", ``).Models)

				after := everything(rt, p)
				for _, one := range people {
					for _, text := range one.texts {
						require.Contains(rt, before, text)
						if forgotten[one.stream] {
							require.NotContains(rt, after, text)
							require.Zero(rt, ask[EventsResult](p, "events", fmt.Sprintf(`{"filter":%q,"count":5}`, `"`+text+`"`)).Total)
							continue
						}
						require.Contains(rt, after, text)
					}
				}
				require.Equal(rt, export, ask[ExportResult](p, "export", `{"after":0,"count":5000}`))
				verified := ask[VerifyResult](p, "verify", ``)
				require.True(rt, verified.Sound, verified.Problem)
				require.Equal(rt, ask[Log](p, "log", ``).Hash, verified.Hash)
			})
		})
	}
}

// The history that a new log begins with is sealed, and reads as it did.
func TestPlayground_Open_Sealed(t *testing.T) {
	for world, name := range map[string]string{"Bank": "Alice", "Mall": "27 Mill Lane", "Orders": "1 Harbour Road", "Users": "alice@example.org"} {
		p := newPage(t)
		ask[Opened](p, "open", `{"world":"`+world+`"}`)
		lines := ask[ExportResult](p, "export", `{"after":0,"count":5000}`).Lines
		assert.NotContains(t, lines, `"`+name+`"`, world)
		assert.Contains(t, lines, `"sealed:1:`, world)
		assert.Contains(t, everything(t, p), name, world)
		for _, f := range ofRule(ask[LintResult](p, "lint", ``).Findings, "personal-clear") {
			assert.Equal(t, "username", f.Field, world) // which is public, and says so
		}
	}
}

// Where some of the same is known of others, who have keys of their own, they are
// named: in the Mall an order and a message tell of the customer too.
func TestPlayground_Person_Others(t *testing.T) {
	p := newPage(t)
	ask[Opened](p, "open", `{"world":"Mall"}`)
	person := ask[PersonResult](p, "person", `{"person":"basket-2"}`)
	assert.Equal(t, []eventstore.StreamID{"notification-2", "order-2"}, person.Others)
	assert.Empty(t, ask[PersonResult](p, "person", `{"person":"basket-2","position":30}`).Others, "there is no order yet")
	assert.Empty(t, ask[PersonResult](p, "person", `{"person":"basket-3"}`).Others)
	ask[Forgotten](p, "forget", `{"person":"order-2"}`)
	assert.Equal(t, []eventstore.StreamID{"notification-2"}, ask[PersonResult](p, "person", `{"person":"basket-2"}`).Others)
}

// What is known of somebody is told with where it stands, as it was at the
// moment.
func TestPlayground_Person(t *testing.T) {
	p := newPage(t)
	ask[Opened](p, "open", `{"world":"Users"}`)
	p.settle()
	got := ask[PersonResult](p, "person", `{"person":"user-1"}`)
	var texts []string
	for _, text := range got.Texts {
		texts = append(texts, fmt.Sprintf("#%d %s.%s %s %s", text.Position, text.Type, text.Field, text.Text, text.State))
	}
	assert.Equal(t, []string{
		"#7 UserUpdated.email alice@example.org sealed", "#3 UserUpdated.email alice@example.com sealed", "#1 UserCreated.name Alice sealed",
	}, texts)
	assert.Equal(t, PersonKnown, got.Person.State)
	assert.Equal(t, []string{"alice"}, got.Actors, "the metadata says who it is, in the clear")
	assert.Len(t, got.Person.Key, 8)
	assert.Equal(t, []Holding{{"Users", 1, []string{"user-1"}}, {"Changes", 2, []string{"#7", "#3"}}}, got.Holding)

	earlier := ask[PersonResult](p, "person", `{"person":"user-1","position":2}`)
	assert.Equal(t, 1, earlier.Person.Events)
	assert.Equal(t, []Holding{{"Users", 1, []string{"user-1"}}}, earlier.Holding)
	assert.Zero(t, ask[PersonResult](p, "person", `{"person":"user-3","position":2}`).Person.Events)
}

// People are found by their stream and by what is known of them.
func TestPlayground_People(t *testing.T) {
	p := newPage(t)
	ask[Opened](p, "open", `{"world":"Users"}`)
	found := func(params string) (names []eventstore.StreamID) {
		for _, person := range ask[PeopleResult](p, "people", params).People {
			names = append(names, person.Person)
		}
		return names
	}
	assert.Equal(t, []eventstore.StreamID{"user-1", "user-2", "user-3"}, found(`{}`))
	assert.Equal(t, []eventstore.StreamID{"user-3"}, found(`{"query":"CHEN@"}`))
	assert.Equal(t, []eventstore.StreamID{"user-2"}, found(`{"query":"r-2"}`))
	assert.Equal(t, []eventstore.StreamID{"user-1"}, found(`{"position":1}`))
	assert.Equal(t, 3, ask[PeopleResult](p, "people", `{"limit":1}`).Total)
	ask[Forgotten](p, "forget", `{"person":"user-3"}`)
	assert.Empty(t, found(`{"query":"chen"}`))
	people := ask[PeopleResult](p, "people", `{"query":"user-3"}`).People
	assert.Equal(t, PersonForgotten, people[0].State)
	assert.Empty(t, people[0].Key)
}

// Live read models are copies: they hold what was forgotten until they are built
// again, and are told by name. What is folded for the past never does.
func TestPlayground_Forget_Holding(t *testing.T) {
	p := newPage(t)
	ask[Opened](p, "open", `{"world":"Users"}`)
	p.settle()
	everything(t, p) // moments are remembered, blocks are decoded
	assert.Empty(t, ask[HoldingResult](p, "holding", ``).Models)
	forgot := ask[Forgotten](p, "forget", `{"person":"user-1"}`)
	assert.Equal(t, 3, forgot.Texts)
	assert.Len(t, forgot.Key, 8)
	assert.Len(t, p.pushes(pushForgotten), 1)

	assert.Equal(t, []Holding{{"Users", 1, []string{"user-1"}}, {"Changes", 2, []string{"#7", "#3"}}}, sortedKeys(ask[HoldingResult](p, "holding", ``).Models))
	p.settle()
	check := ask[CheckState](p, "check", ``)
	assert.Equal(t, CheckParted, check.Status, "a live copy is not what the log says any more")
	assert.NotContains(t, jsonOf(t, check), "lice")
	assert.Contains(t, jsonOf(t, ask[Moment](p, "moment", ``)), "alice@example.org")
	assert.NotContains(t, jsonOf(t, ask[Moment](p, "moment", `{"position":7}`)), "alice@example.org")
	for _, name := range []string{"Users", "Changes"} {
		ask[ProjectionState](p, "rebuild", `{"name":"`+name+`"}`)
		p.settle()
	}
	assert.Empty(t, ask[HoldingResult](p, "holding", ``).Models)
	assert.NotContains(t, jsonOf(t, ask[Moment](p, "moment", ``)), "alice@example.org")
	assert.Equal(t, CheckEqual, ask[CheckState](p, "check", ``).Status)
}

func sortedKeys(models []Holding) []Holding {
	for i := range models {
		if len(models[i].Keys) > 1 && models[i].Keys[0] < models[i].Keys[1] {
			models[i].Keys[0], models[i].Keys[1] = models[i].Keys[1], models[i].Keys[0]
		}
	}
	return models
}

// A rebuild that is under way when somebody is forgotten begins again.
func TestPlayground_Forget_WhileRebuilding(t *testing.T) {
	p := newPage(t)
	ask[Opened](p, "open", `{"world":"Bank"}`)
	appendMany(p, 2*advanceBudget)
	p.settle()
	ask[ProjectionState](p, "rebuild", `{"name":"Balances"}`)
	_, err := p.Work(t.Context())
	require.NoError(t, err)
	ask[Forgotten](p, "forget", `{"person":"account-1"}`)
	p.settle()
	assert.NotContains(t, jsonOf(t, ask[Moment](p, "moment", `{"windowSize":50}`).Projections[0]), "Alice")
}

// Who comes back after being forgotten gets a new key, and what was before
// stays forgotten.
func TestPlayground_Forget_ThenBack(t *testing.T) {
	p := newPage(t)
	ask[Opened](p, "open", `{"world":"Users"}`)
	before := ask[Forgotten](p, "forget", `{"person":"user-1"}`).Key
	outcome := ask[Outcome](p, "command", `{"stream":"user-1","command":"Update","data":{"name":"Alicia"}}`)
	require.Equal(t, OutcomeRecorded, outcome.Kind, outcome.Message)
	got := ask[PersonResult](p, "person", `{"person":"user-1"}`)
	assert.Equal(t, "Alicia", got.Texts[0].Text)
	assert.NotEqual(t, before, got.Person.Key)
	for _, text := range got.Texts[1:] {
		assert.Equal(t, TextForgotten, text.State)
	}
}

// What was recorded in the clear stays: it is counted, and lint finds it too.
func TestPlayground_Forget_Clear(t *testing.T) {
	p := newPage(t)
	ask[Opened](p, "open", `{"world":"Users"}`)
	ask[Outcome](p, "append", `{"stream":"user-1","events":[{"type":"UserUpdated","data":{"name":"Plain Alice"}}]}`)
	ask[Outcome](p, "append", `{"stream":"user-9","events":[{"type":"UserCreated","schemaVersion":2,"data":{"name":"Plain Bob","email":"b@example.com"}}]}`)
	assert.Equal(t, 1, ask[PersonResult](p, "person", `{"person":"user-1"}`).Clear)
	assert.Equal(t, PersonInClear, ask[PersonResult](p, "person", `{"person":"user-9"}`).Person.State)
	found := ofRule(ask[LintResult](p, "lint", ``).Findings, "personal-clear")
	require.NotEmpty(t, found)
	assert.Contains(t, found[0].What, "before it was sealed")

	assert.Equal(t, []eventstore.Position{13}, ask[Forgotten](p, "forget", `{"person":"user-1"}`).Clear)
	assert.Contains(t, jsonOf(t, ask[PersonResult](p, "person", `{"person":"user-1"}`)), "Plain Alice")
	p.fail(CodeNotFound, "forget", `{"person":"user-9"}`)
	p.fail(CodeNotFound, "forget", `{"person":"user-1"}`)
}

// An event tells what was stored beside what it reads as, and with which key.
func TestPlayground_Event_Sealed(t *testing.T) {
	p := newPage(t)
	ask[Opened](p, "open", `{"world":"Users"}`)
	key := ask[PersonResult](p, "person", `{"person":"user-3"}`).Person.Key
	e := ask[EventResult](p, "event", `{"position":4}`)
	assert.NotContains(t, e.Stored, "Chen")
	assert.Contains(t, e.Read.Data, "Chen")
	assert.Equal(t, []string{"name with key " + key + " of user-3", "email with key " + key + " of user-3"}, e.Sealed)
	ask[Forgotten](p, "forget", `{"person":"user-3"}`)
	after := ask[EventResult](p, "event", `{"position":4}`)
	assert.Equal(t, e.Stored, after.Stored)
	assert.Equal(t, e.Hash, after.Hash)
	assert.NotContains(t, jsonOf(t, after), "Chen")
	assert.Equal(t, "name forgotten, email forgotten", after.Row.Summary)
}

// A filter looks through what sealed texts read as, and finds nothing of
// somebody who is forgotten, not even what it had found before.
func TestPlayground_Events_Sealed(t *testing.T) {
	p := newPage(t)
	ask[Opened](p, "open", `{"world":"Users"}`)
	find := func() int { return ask[EventsResult](p, "events", `{"filter":"data.name:Chen","count":5}`).Total }
	assert.Equal(t, 1, find())
	ask[Forgotten](p, "forget", `{"person":"user-3"}`)
	assert.Zero(t, find())
}

// In another tab, a person is forgotten as soon as it hears of it.
func TestPlayground_KeysChanged(t *testing.T) {
	storage := &Memory{}
	one, two := newPageOn(t, storage), newPageOn(t, storage)
	ask[Opened](one, "open", `{"world":"Users"}`)
	ask[Opened](two, "open", `{"world":"Users"}`)
	two.settle()
	everything(t, two)
	ask[Forgotten](one, "forget", `{"person":"user-3"}`)
	require.NoError(t, two.KeysChanged(t.Context()))
	pushes := two.pushes(pushForgotten)
	require.Len(t, pushes, 1)
	assert.Equal(t, ForgottenPush{[]eventstore.StreamID{"user-3"}, true}, pushes[0].Data)
	for _, held := range ask[HoldingResult](two, "holding", ``).Models {
		ask[ProjectionState](two, "rebuild", fmt.Sprintf(`{"name":%q}`, held.Name))
	}
	two.settle()
	assert.NotContains(t, everything(t, two), "Chen")
	require.NoError(t, two.KeysChanged(t.Context()))
	assert.Len(t, two.pushes(pushForgotten), 1, "nothing more has changed")
}

// A log that was sealed elsewhere is taken in as it is, and reads as forgotten:
// keys never leave with a log.
func TestPlayground_Import_Sealed(t *testing.T) {
	from, to := newPage(t), newPage(t)
	ask[Opened](from, "open", `{"world":"Users"}`)
	lines := ask[ExportResult](from, "export", `{"after":0,"count":5000}`).Lines
	ask[Opened](to, "open", `{"world":"Users"}`)
	ask[Opened](to, "reset", `{"to":"empty"}`)
	ask[ImportResult](to, "import", `{"lines":`+jsonOf(t, lines)+`}`)
	assert.Equal(t, lines, ask[ExportResult](to, "export", `{"after":0,"count":5000}`).Lines)
	assert.Equal(t, PersonForgotten, ask[PersonResult](to, "person", `{"person":"user-3"}`).Person.State)
	assert.NotContains(t, everything(t, to), "Chen")
}

// locked keys cannot be destroyed.
type stuckKeys struct{ sealing.Keys }

var errStuck = errors.New("the keys cannot be reached")

func (stuckKeys) Destroy(context.Context, eventstore.StreamID) error { return errStuck }

// A person is only said to be forgotten when the key is gone for certain.
func TestPlayground_Forget_KeysAway(t *testing.T) {
	p := newPage(t)
	ask[Opened](p, "open", `{"world":"Users"}`)
	p.session.ring = sealing.NewRing(stuckKeys{p.storage.Keys("Users")}, p.key)
	_, err := p.session.ring.Reload(t.Context())
	require.NoError(t, err)
	p.fail(CodeInternal, "forget", `{"person":"user-3"}`)
	assert.Equal(t, PersonKnown, ask[PersonResult](p, "person", `{"person":"user-3"}`).Person.State)
	assert.Empty(t, p.pushes(pushForgotten))
}

// Without a place for keys everything is in the clear, and says so.
func TestPlayground_Forget_NoKeys(t *testing.T) {
	p := newPage(t)
	p.config.NewKey = nil
	ask[Opened](p, "open", `{"world":"Users"}`)
	assert.False(t, ask[PeopleResult](p, "people", ``).Keys)
	assert.Equal(t, PersonInClear, ask[PersonResult](p, "person", `{"person":"user-3"}`).Person.State)
	p.fail(CodeNotFound, "forget", `{"person":"user-3"}`)
}

// Branches share the keys of what they part from: who is forgotten in one is
// forgotten in all, and what they had remembered is let go of.
func TestPlayground_Forget_Branches(t *testing.T) {
	p := newPage(t)
	ask[Opened](p, "open", `{"world":"Users"}`)
	ask[Switched](p, "branch", `{"name":"other","position":5}`)
	ask[Outcome](p, "command", `{"stream":"user-3","command":"Update","data":{"name":"Chen the second"}}`)
	p.settle()
	assert.Equal(t, 2, ask[PersonResult](p, "person", `{"person":"user-3"}`).Person.Events)
	assert.Contains(t, everything(t, p), "Chen the second")
	ask[Switched](p, "switch", `{"name":"main"}`)
	p.settle()
	assert.Equal(t, 1, ask[PersonResult](p, "person", `{"person":"user-3"}`).Person.Events)
	assert.NotContains(t, everything(t, p), "Chen the second")
	ask[Forgotten](p, "forget", `{"person":"user-3"}`)

	ask[Switched](p, "switch", `{"name":"other"}`)
	for _, held := range ask[HoldingResult](p, "holding", ``).Models {
		ask[ProjectionState](p, "rebuild", fmt.Sprintf(`{"name":%q}`, held.Name))
	}
	p.settle()
	assert.NotContains(t, everything(t, p), "Chen")
	assert.True(t, ask[VerifyResult](p, "verify", ``).Sound)
}

// A log that is begun anew has new keys.
func TestPlayground_Reset_Keys(t *testing.T) {
	p := newPage(t)
	ask[Opened](p, "open", `{"world":"Users"}`)
	before := ask[PersonResult](p, "person", `{"person":"user-3"}`).Person.Key
	ask[Opened](p, "reset", `{"to":"example"}`)
	after := ask[PersonResult](p, "person", `{"person":"user-3"}`)
	assert.NotEqual(t, before, after.Person.Key)
	assert.Equal(t, "chen@example.org", after.Texts[1].Text)
}
