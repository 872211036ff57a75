package playground

import "playhead/core/eventstore"

// DeliveryGuarantee says how often a subscriber takes an event.
type DeliveryGuarantee string

// The guarantees of a delivery.
const (
	AtMostOnce      DeliveryGuarantee = "atMostOnce"      // the checkpoint is written first
	AtLeastOnce     DeliveryGuarantee = "atLeastOnce"     // the checkpoint is written last
	EffectivelyOnce DeliveryGuarantee = "effectivelyOnce" // with the read model, in one transaction
)

// DeliveryParams asks what becomes of subscribers that take the log's last
// events through a faulty channel. The answer follows from these alone.
type DeliveryParams struct {
	Projection string `json:"projection"` // which read model each of them keeps
	// At is the moment whose log is delivered; absent means now.
	At     *eventstore.Position `json:"at,omitempty"`
	Events int                  `json:"events,omitempty"` // how many of the last ones; 0 for 60, at most 2000
	Seed   uint64               `json:"seed"`
	Faults Faults               `json:"faults"`
	// CheckpointEvery is after how many events a checkpoint is written; 0 for 5.
	CheckpointEvery int          `json:"checkpointEvery,omitempty"`
	Subscribers     []Subscriber `json:"subscribers"` // from 1 to 6
	// Tick is the moment of the run to show; absent means its end.
	Tick *int `json:"tick,omitempty"`
	// Harm lists only the deliveries that the read model can be wrong by.
	Harm bool `json:"harm,omitempty"`
}

// Faults says how many of a hundred deliveries each fault befalls, up to 50.
type Faults struct {
	Duplicate int `json:"duplicate"`
	Delay     int `json:"delay"`
	Reorder   int `json:"reorder"`
	Drop      int `json:"drop"`
	Crash     int `json:"crash"` // before the checkpoint is written
	Poison    int `json:"poison"`
}

// Subscriber is somebody who takes events.
type Subscriber struct {
	Name       string            `json:"name"`
	Guarantee  DeliveryGuarantee `json:"guarantee"`
	Idempotent bool              `json:"idempotent"`
	Ordered    bool              `json:"ordered"`
	Replay     bool              `json:"replay"` // what it parked, in the end
}

// FeedParams asks for a subscriber's read model to stand in the place of the
// projection's own, as if that subscriber had kept it. The run is delivered up to now.
type FeedParams struct {
	Delivery   DeliveryParams `json:"delivery"`
	Subscriber int            `json:"subscriber"` // its index
}

// DeliveryResult is a run at one of its ticks.
type DeliveryResult struct {
	Ticks int                 `json:"ticks"` // of the whole run
	Tick  int                 `json:"tick"`  // that is shown
	From  eventstore.Position `json:"from"`  // the first event that is delivered, 0 without one
	To    eventstore.Position `json:"to"`
	// Columns are those of the read model, its key first.
	Columns     []Field             `json:"columns"`
	Subscribers []SubscriberOutcome `json:"subscribers"`
	// Notes are the deliveries up to the tick that are worth a look, newest
	// first, at most 60; Total is how many there are in the whole run.
	Notes    []DeliveryNote `json:"notes"`
	Total    int            `json:"total"`
	Previous *int           `json:"previous,omitempty"` // the tick of a note before
	Next     *int           `json:"next,omitempty"`
}

// SubscriberOutcome is where a subscriber stands.
type SubscriberOutcome struct {
	Name string `json:"name"`
	// Marks has a letter for each event: "." not sent, "~" on its way, "1"
	// taken once, "2" more than once, "p" parked, "x" lost.
	Marks string `json:"marks"`
	Over  bool   `json:"over"` // nothing more happens to it
	// Equal says that the read model is what it should be: while the run goes
	// on, with the events that it has taken, in the end with all of them.
	Equal        bool      `json:"equal"`
	Taken        int       `json:"taken"`
	Again        int       `json:"again"` // taken more than once
	Lost         int       `json:"lost"`
	Sums         []Sum     `json:"sums"`
	RowsInvented int       `json:"rowsInvented"`
	RowsMissing  int       `json:"rowsMissing"`
	Values       int       `json:"values"`   // that differ
	Partings     []Parting `json:"partings"` // the first few of them
	// First is the first event that was not taken once, in its turn.
	First  eventstore.Position `json:"first,omitempty"`
	Parked []ParkedEvent       `json:"parked"` // at most 20
	InPark int                 `json:"inPark"`
}

// Sum is what a column of numbers has too much or too little of.
type Sum struct {
	What     string `json:"what"` // the column's label
	Currency string `json:"currency,omitempty"`
	Money    bool   `json:"money"`
	Invented string `json:"invented,omitempty"`
	Missing  string `json:"missing,omitempty"`
}

// Parting is one value in which a read model is not what it should be.
type Parting struct {
	Key   string  `json:"key"`
	Field string  `json:"field"` // its label
	Is    *string `json:"is,omitempty"`
	Want  *string `json:"want,omitempty"`
}

// ParkedEvent is an event that a subscriber has put aside.
type ParkedEvent struct {
	Event EventRow `json:"event"`
	Why   string   `json:"why"`
}

// DeliveryNote is one delivery that is worth a look.
type DeliveryNote struct {
	Tick       int                 `json:"tick"`
	Subscriber int                 `json:"subscriber"` // its index
	Position   eventstore.Position `json:"position"`
	Type       string              `json:"type"`
	Stream     eventstore.StreamID `json:"stream"`
	Text       string              `json:"text"` // what happened, in a sentence
	Harm       bool                `json:"harm"` // the read model can be wrong by it
}
