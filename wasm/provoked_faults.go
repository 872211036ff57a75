//go:build js && wasm && faults

package main

import (
	"context"

	"github.com/hack-pad/safejs"

	"playhead/core/eventstore"
	"playhead/core/json"
	"playhead/core/playground"
)

// This file and fault.go are only in a test build (`-tags faults`). There the
// page can ask for one thing more,
//
//	{"kind":"fault","params":{"fault":"panic","at":"appended"}}
//
// and the core fails in that way as soon as it comes by that entry. Entries
// are every kind of request and of push, and those that are named below.
// globalThis.playheadFault arms one such fault, as the same JSON, from the
// very start.

// The entries that are no request and no push.
const (
	atStart      = "start"      // before anything can be asked
	atOnce       = "now"        // in the request that asks for the fault
	atBackground = "background" // in a goroutine that is nobody's request
	atPause      = "pause"      // in long work, before others get a turn
	atOpening    = "opening"    // before the log is opened
	atAppend     = "append"     // before events are handed to the log
	atAppended   = "appended"   // after they are recorded, before anybody knows
)

// faultParams ask for a fault.
type faultParams struct {
	Fault string `json:"fault"`
	At    string `json:"at"`
}

// armed are the faults that wait, by the entry that they wait at.
type armed map[string]string

// pass makes the fault of an entry happen, once, if there is one.
func (a armed) pass(entry string) {
	if fault, ok := a[entry]; ok {
		delete(a, entry)
		happen(fault, entry)
	}
}

// provoked puts an entry wherever the core comes by.
func provoked(c playground.Config) (playground.Config, func(handler) handler) {
	a := armed{}
	a.armAtStart()
	a.pass(atStart)
	pause, push := c.Pause, c.Push
	c.Storage = &faultyStorage{c.Storage, a}
	c.Pause = func(ctx context.Context) error {
		a.pass(atPause)
		return pause(ctx)
	}
	c.Push = func(p playground.Push) {
		a.pass(p.Kind)
		push(p)
	}
	return c, a.handler
}

// armAtStart takes what a journey put in front of the worker's own script.
func (a armed) armAtStart() {
	var params faultParams
	if value, err := safejs.Global().Get("playheadFault"); err == nil && !value.IsUndefined() {
		if text, err := value.String(); err == nil && json.Unmarshal([]byte(text), &params) == nil {
			a[params.At] = params.Fault
		}
	}
}

func (a armed) handler(h handler) handler {
	return func(ctx context.Context, r playground.Request) playground.Response {
		if r.Kind != "fault" {
			if r.ID != 0 { // the heartbeat is asked all the time
				a.pass(r.Kind)
			}
			return h(ctx, r)
		}
		var params faultParams
		if err := json.Unmarshal(r.Params, &params); err != nil {
			return playground.Response{ID: r.ID, Error: &playground.Error{Code: playground.CodeBadRequest, Message: err.Error()}}
		}
		a[params.At] = params.Fault
		a.pass(atOnce)
		go a.pass(atBackground)
		return playground.Response{ID: r.ID, Result: playground.None{}}
	}
}

// faultyStorage has entries around what a log does.
type faultyStorage struct {
	playground.Storage
	armed
}

func (s *faultyStorage) Open(ctx context.Context, name string, past *eventstore.Past) (playground.OpenLog, error) {
	s.pass(atOpening)
	log, err := s.Storage.Open(ctx, name, past)
	log.Store = &faultyStore{log.Store, s.armed}
	return log, err
}

func (s *faultyStorage) Reset(ctx context.Context, name string, past *eventstore.Past) (playground.OpenLog, error) {
	log, err := s.Storage.Reset(ctx, name, past)
	log.Store = &faultyStore{log.Store, s.armed}
	return log, err
}

type faultyStore struct {
	eventstore.Store
	armed
}

func (s *faultyStore) Append(ctx context.Context, stream eventstore.StreamID, expected eventstore.ExpectedVersion, events ...eventstore.EventData) ([]eventstore.Event, error) {
	s.pass(atAppend)
	recorded, err := s.Store.Append(ctx, stream, expected, events...)
	s.pass(atAppended)
	return recorded, err
}
