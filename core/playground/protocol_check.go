package playground

import "playhead/core/eventstore"

// CheckStatus says what the replay check knows.
type CheckStatus string

// What the replay check can know.
const (
	CheckBegun  CheckStatus = "begun"  // nothing was compared yet
	CheckEqual  CheckStatus = "equal"  // every projection is what it comes to when it is folded again
	CheckParted CheckStatus = "parted" // at least one is not
)

// CheckState is what the replay check came to last.
type CheckState struct {
	Status   CheckStatus         `json:"status"`
	Position eventstore.Position `json:"position"` // up to which everything was compared
	// From is the first event that was folded again: 1, or on a long log the
	// beginning of its last part.
	From   eventstore.Position `json:"from"`
	Models int                 `json:"models"` // how many were compared
	Parted []PartedModel       `json:"parted"`
}

// PartedModel is a read model that is not what it should be.
type PartedModel struct {
	Projection string `json:"projection"`
	Fed        string `json:"fed,omitempty"` // by whom, when it does not fold the log itself
	// Event is the first one at which they part, as far as that is known.
	Event   *EventRow `json:"event,omitempty"`
	Key     string    `json:"key"`
	Field   string    `json:"field"` // its label
	Live    *string   `json:"live,omitempty"`
	Rebuilt *string   `json:"rebuilt,omitempty"`
	Problem string    `json:"problem,omitempty"` // why there is nothing to compare with
}
