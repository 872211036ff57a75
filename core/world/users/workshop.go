package users

import (
	"fmt"
	"slices"

	"playhead/core/world"
)

// A workshop has a number of seats. Who joins says so in a stream of their own,
// so no stream knows how many seats are taken: the rule asks all of them.

// WorkshopAnnounced begins a workshop.
type WorkshopAnnounced struct {
	Title string `json:"title"`
	Seats int    `json:"seats"`
}

// WorkshopJoined takes a seat.
type WorkshopJoined struct {
	Workshop world.Stream `json:"workshop"`
}

// WorkshopLeft gives it up.
type WorkshopLeft struct {
	Workshop world.Stream `json:"workshop"`
}

// Workshop is what a workshop's own stream adds up to: who joined is not in it.
type Workshop struct {
	Title string `json:"title"`
	Seats int    `json:"seats"`
}

// Evolve returns the workshop after one more event.
func (w Workshop) Evolve(e world.Event) Workshop {
	if e, ok := e.(WorkshopAnnounced); ok {
		w.Title, w.Seats = e.Title, e.Seats
	}
	return w
}

// AnnounceWorkshop asks for a workshop to be held.
type AnnounceWorkshop struct {
	Title string `json:"title" max:"80"`
	Seats int    `json:"seats" min:"1" max:"500"`
}

// AnnounceWorkshop refuses to announce a workshop twice.
func (w Workshop) AnnounceWorkshop(c AnnounceWorkshop) ([]world.Event, error) {
	if w.Seats > 0 {
		return nil, world.Refuse("already_announced", "this workshop was announced before, as %s", w.Title)
	}
	return world.Record(WorkshopAnnounced(c))
}

// JoinWorkshop asks for a seat.
type JoinWorkshop struct {
	Workshop world.Stream `json:"workshop" max:"60" default:"workshop-1" help:"One that was announced and has a seat left."`
}

// JoinWorkshop refuses a seat where none is left.
func (u User) JoinWorkshop(c JoinWorkshop, about []world.Recorded) ([]world.Event, error) {
	room := roomIn(about)
	switch {
	case u.Name == "":
		return nil, world.Refuse("user_not_found", "there is no such user yet; create it first")
	case room.Seats == 0:
		return nil, world.Refuse("workshop_not_found", "nobody has announced %s", c.Workshop)
	case slices.Contains(u.Workshops, c.Workshop):
		return nil, world.Refuse("already_joined", "%s has a seat in %s already", u.Name, c.Workshop)
	case room.Left <= 0:
		return nil, world.Refuse("workshop_full", "no seat is left in %s: %d of %d are taken", c.Workshop, room.Taken, room.Seats)
	}
	return world.Record(WorkshopJoined(c))
}

// seatsOf is the query for all that says how many seats a workshop has left.
func seatsOf(workshop world.Stream) world.Query {
	return world.Query{
		{Types: []string{"WorkshopAnnounced"}, Streams: []world.Stream{workshop}},
		{Types: []string{"WorkshopJoined", "WorkshopLeft"}, Data: []world.Tag{{Key: "workshop", Value: string(workshop)}}},
	}
}

// LeaveWorkshop asks to give a seat up.
type LeaveWorkshop struct {
	Workshop world.Stream `json:"workshop" max:"60" default:"workshop-1"`
}

// LeaveWorkshop refuses to give up a seat that the user does not have.
func (u User) LeaveWorkshop(c LeaveWorkshop) ([]world.Event, error) {
	if !slices.Contains(u.Workshops, c.Workshop) {
		return nil, world.Refuse("not_joined", "this user has no seat in %s", c.Workshop)
	}
	return world.Record(WorkshopLeft(c))
}

// Room is a row of Seats, and what the rule looks at: joins less leaves of all
// users, beside the number of seats.
type Room struct {
	Title string `json:"title"`
	Seats int    `json:"seats"`
	Taken int    `json:"taken"`
	Left  int    `json:"left"`
}

// Seats lists what is left of each workshop's seats.
func Seats(rows world.Table[Room], e world.Recorded) world.Table[Room] {
	workshop := e.Stream
	switch d := e.Event.(type) {
	case WorkshopJoined:
		workshop = d.Workshop
	case WorkshopLeft:
		workshop = d.Workshop
	case WorkshopAnnounced:
	default:
		return rows
	}
	room, _ := rows.Get(workshop)
	return rows.Set(workshop, room.after(e.Event))
}

// roomIn adds up what happened to one workshop.
func roomIn(events []world.Recorded) (room Room) {
	for _, e := range events {
		room = room.after(e.Event)
	}
	return room
}

func (r Room) after(e world.Event) Room {
	switch e := e.(type) {
	case WorkshopAnnounced:
		r.Title, r.Seats = e.Title, e.Seats
	case WorkshopJoined:
		r.Taken++
	case WorkshopLeft:
		r.Taken--
	}
	r.Left = r.Seats - r.Taken
	return r
}

// lastSeat is the contest for a seat. Who is new enters as a user first, and a
// workshop that nobody has announced is announced with one seat.
func lastSeat() world.Contest {
	return world.Contest{
		Name: "The last seat", Rule: "A workshop has no more users than seats.",
		Label: "Workshop", Prizes: [2]string{"workshop-1", "workshop-2"},
		Offer: func(string) any { return AnnounceWorkshop{"For one", 1} },
		Enter: func(who string) any { return Create{Name: who, Email: plain(who) + "@example.com"} },
		Want:  func(_, workshop string) any { return JoinWorkshop{world.Stream(workshop)} },
		Verdict: func(workshop string, about []world.Recorded) (string, bool) {
			room := roomIn(about)
			return fmt.Sprintf("%s has %d of %d seats taken.", workshop, room.Taken, room.Seats), room.Left >= 0
		},
	}
}

// workshopTraffic asks for a workshop, or for a seat, or gives one up.
func workshopTraffic(g world.Glance, stream world.Stream, user User) world.Intent {
	workshop, _, ok := world.Pick[Workshop](g, "workshop")
	switch {
	case !ok || g.Roll(100) < 10:
		title := world.One(g.Dice, "Reading a log", "Naming events", "Folding by hand", "Queries as boundaries")
		return world.Intent{Stream: g.New("workshop"), Command: AnnounceWorkshop{title, g.Between(2, 12)}}
	case len(user.Workshops) > 0 && g.Roll(100) < 40:
		return world.Intent{Stream: stream, Command: LeaveWorkshop{world.One(g.Dice, user.Workshops...)}}
	}
	return world.Intent{Stream: stream, Command: JoinWorkshop{workshop}}
}

func aboutWorkshops(w *world.World, user world.Handlers[User]) {
	workshop := world.Aggregate(w, "workshop", Workshop.Evolve, WorkshopAnnounced{})
	world.Handle(workshop, "Announce a workshop with so many seats.", Workshop.AnnounceWorkshop)
	world.Compensate(workshop, Workshop.Opposite)
	world.HandleAcross(user, "Take a seat in a workshop.", func(c JoinWorkshop) (world.Query, bool) {
		return seatsOf(c.Workshop), true
	}, User.JoinWorkshop)
	world.Handle(user, "Give a seat up.", User.LeaveWorkshop)
}
