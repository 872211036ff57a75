package playground

import "playhead/core/eventstore"

// Pace says how closely a projection follows the log.
type Pace struct {
	Delay  int  `json:"delay"`  // milliseconds that an event waits, up to 60,000; also the rest after a batch
	Batch  int  `json:"batch"`  // events taken at once, up to 10,000; 0 for all that there are
	Paused bool `json:"paused"` // it takes none
}

// PaceParams asks for a projection to follow the log otherwise.
type PaceParams struct {
	Name string `json:"name"`
	Pace Pace   `json:"pace"`
}

// GuardParams says whether the effects of a projection are guarded against
// being carried out again.
type GuardParams struct {
	Name string `json:"name"`
	On   bool   `json:"on"`
}

// OutboxResult is what a projection did to the outside.
type OutboxResult struct {
	Guarded bool `json:"guarded"`
	Total   int  `json:"total"` // mails that were sent, each time counted
	Again   int  `json:"again"` // of them those that had been sent before
	// Mails are the newest ones by their event, at most 50.
	Mails []Mail `json:"mails"`
}

// Mail is a mail that was sent, once or more often.
type Mail struct {
	Position eventstore.Position `json:"position"` // of the event that it followed from
	To       string              `json:"to"`
	Text     string              `json:"text"`
	Sent     []int64             `json:"sent"` // when, each time, in milliseconds since 1970
}
