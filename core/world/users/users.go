// Package users is the smallest world: a user is created and updated. It is
// for the first minute, and the shortest answer to what a world needs.
// Two of its rules look at more than one user: that a username is unique, and,
// in workshop.go, that a workshop has no more users than seats.
package users

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"playhead/core/world"
)

// UserCreated begins a user.
type UserCreated struct {
	Name  string `json:"name" personal:"true"`
	Email string `json:"email" personal:"true"`
}

// UserUpdated changes what is not empty.
type UserUpdated struct {
	Name  string `json:"name,omitempty" personal:"true"`
	Email string `json:"email,omitempty" personal:"true"`
}

// UsernameChosen gives a user a name to be called by, and another one up.
type UsernameChosen struct {
	Username string `json:"username"`
	Released string `json:"released,omitempty"`
}

// User is what the events of one user add up to.
type User struct {
	Name     string `json:"name"`
	Email    string `json:"email"`
	Updates  int    `json:"updates"`
	Username string `json:"username"`
	// Workshops are those in which the user has a seat; workshop.go is about them.
	Workshops []world.Stream `json:"workshops"`
}

// Evolve returns the user after one more event.
func (u User) Evolve(e world.Event) User {
	switch e := e.(type) {
	case UserCreated:
		u.Name, u.Email = e.Name, e.Email
	case UserUpdated:
		u.Name, u.Email = or(e.Name, u.Name), or(e.Email, u.Email)
		u.Updates++
	case UsernameChosen:
		u.Username = e.Username
	case WorkshopJoined:
		u.Workshops = append(slices.Clone(u.Workshops), e.Workshop)
	case WorkshopLeft:
		u.Workshops = without(u.Workshops, e.Workshop)
	}
	return u
}

// Create asks for a new user.
type Create struct {
	Name     string `json:"name" max:"80"`
	Email    string `json:"email" max:"120" help:"Any address; no mail is sent."`
	Username string `json:"username,omitempty" max:"40" help:"One that nobody else has."`
}

// Create refuses to create a user twice, and a username that is taken.
func (u User) Create(c Create, chosen []world.Recorded) ([]world.Event, error) {
	if u.Name != "" {
		return nil, world.Refuse("already_created", "this user was created before, as %s", u.Name)
	}
	created := UserCreated{c.Name, c.Email}
	if c.Username == "" {
		return world.Record(created)
	}
	if err := mustBeFree(c.Username, chosen); err != nil {
		return nil, err
	}
	return world.Record(created, UsernameChosen{Username: plain(c.Username)})
}

// ChooseUsername asks for a name that nobody else has.
type ChooseUsername struct {
	Username string `json:"username" max:"40" help:"One that nobody else has."`
}

// ChooseUsername refuses a username that is taken.
func (u User) ChooseUsername(c ChooseUsername, chosen []world.Recorded) ([]world.Event, error) {
	switch {
	case u.Name == "":
		return nil, world.Refuse("user_not_found", "there is no such user yet; create it first")
	case u.Username == plain(c.Username):
		return nil, world.Refuse("nothing_changed", "%s is called %s already", u.Name, u.Username)
	}
	if err := mustBeFree(c.Username, chosen); err != nil {
		return nil, err
	}
	return world.Record(UsernameChosen{plain(c.Username), u.Username})
}

// mustBeFree refuses a username that somebody holds. No stream of one user
// could tell: it takes the events of all users that chose it or gave it up.
func mustBeFree(username string, chosen []world.Recorded) error {
	var holder world.Stream
	for _, e := range chosen {
		switch d, _ := e.Event.(UsernameChosen); plain(username) {
		case d.Username:
			holder = e.Stream
		case d.Released:
			holder = ""
		}
	}
	if holder != "" {
		return world.Refuse("username_taken", "the username %s is taken, by %s", plain(username), holder)
	}
	return nil
}

// whoChose is the query for all that has happened to a username.
func whoChose(username string) world.Query {
	part := func(key string) world.Part {
		return world.Part{Types: []string{"UsernameChosen"}, Data: []world.Tag{{Key: key, Value: plain(username)}}}
	}
	return world.Query{part("username"), part("released")}
}

// username is the contest for a name.
func username() world.Contest {
	return world.Contest{
		Name: "A username", Rule: "A username belongs to one user.",
		Label: "Username", Prizes: [2]string{"ada", "grace"},
		Want: func(who, username string) any {
			return Create{Name: who, Email: plain(who) + "@example.com", Username: username}
		},
		Verdict: func(username string, chosen []world.Recorded) (string, bool) {
			var rows world.Table[Holding]
			for _, e := range chosen {
				rows = Usernames(rows, e)
			}
			row, _ := rows.Get(world.Stream(plain(username)))
			return fmt.Sprintf("%s is held by %s.", plain(username), or(strings.ReplaceAll(row.HeldBy, " ", " and "), "nobody")), row.Users < 2
		},
	}
}

// plain makes one username of all the ways to write it.
func plain(username string) string { return strings.ToLower(strings.TrimSpace(username)) }

// Update asks to change a user; what is left empty stays.
type Update struct {
	Name  string `json:"name,omitempty" max:"80" help:"Leave empty to keep it."`
	Email string `json:"email,omitempty" max:"120" help:"Leave empty to keep it."`
}

// Update refuses to change a user who is not there, and to change nothing.
func (u User) Update(c Update) ([]world.Event, error) {
	switch {
	case u.Name == "":
		return nil, world.Refuse("user_not_found", "there is no such user yet; create it first")
	case or(c.Name, u.Name) == u.Name && or(c.Email, u.Email) == u.Email:
		return nil, world.Refuse("nothing_changed", "that is what %s looks like already", u.Name)
	}
	return world.Record(UserUpdated(c))
}

// Person is a row of Users.
type Person struct {
	Name  string `json:"name"`
	Email string `json:"email"`
}

// Users lists everybody as they are.
func Users(rows world.Table[Person], e world.Recorded) world.Table[Person] {
	switch d := e.Event.(type) {
	case UserCreated:
		return rows.Set(e.Stream, Person(d))
	case UserUpdated:
		return rows.Update(e.Stream, func(p *Person) {
			p.Name, p.Email = or(d.Name, p.Name), or(d.Email, p.Email)
		})
	}
	return rows
}

// Rename is an entry of Changes.
type Rename struct {
	User  world.Stream `json:"user"`
	Name  string       `json:"name"`
	Email string       `json:"email"`
}

// Changes remembers what a row of Users forgets.
func Changes(l world.List[Rename], e world.Recorded) world.List[Rename] {
	if d, ok := e.Event.(UserUpdated); ok {
		return l.Add(e, Rename{e.Stream, d.Name, d.Email})
	}
	return l
}

// Holding is a row of Usernames.
type Holding struct {
	Users  int    `json:"users"`
	HeldBy string `json:"heldBy" label:"Held by"`
}

// Usernames lists who holds which username. Two users in a row are a broken
// rule.
func Usernames(rows world.Table[Holding], e world.Recorded) world.Table[Holding] {
	d, ok := e.Event.(UsernameChosen)
	if !ok {
		return rows
	}
	if d.Released != "" {
		rows = hold(rows, d.Released, e.Stream, false)
	}
	return hold(rows, d.Username, e.Stream, true)
}

// hold notes that a user holds a username, or does so no more.
func hold(rows world.Table[Holding], username string, user world.Stream, holds bool) world.Table[Holding] {
	key := world.Stream(username)
	row, _ := rows.Get(key)
	held := slices.DeleteFunc(strings.Fields(row.HeldBy), func(s string) bool { return s == string(user) })
	if holds {
		held = append(held, string(user))
	}
	if len(held) == 0 {
		return rows.Delete(key)
	}
	return rows.Set(key, Holding{len(held), strings.Join(held, " ")})
}

// HowMany counts users.
func HowMany(n world.Number[int64], e world.Recorded) world.Number[int64] {
	if _, ok := e.Event.(UserCreated); ok {
		return n.Add(1)
	}
	return n
}

// UserCreatedV1 is from before users had an address.
type UserCreatedV1 struct {
	Name string `json:"name" personal:"true"`
}

func createdFromV1(old UserCreatedV1) UserCreated {
	return UserCreated{Name: old.Name, Email: "unknown"}
}

func without(all []world.Stream, one world.Stream) []world.Stream {
	return slices.DeleteFunc(slices.Clone(all), func(s world.Stream) bool { return s == one })
}

func or(s, otherwise string) string {
	if s == "" {
		return otherwise
	}
	return s
}

// Traffic asks for new users and for changes of those there are.
func Traffic(g world.Glance) (world.Intent, bool) {
	name := world.One(g.Dice, "Alice", "Bruno", "Chen", "Dana", "Emeka", "Farah", "Goran", "Hana")
	host := world.One(g.Dice, "example.com", "example.org", "example.net")
	email := name + "@" + host
	user, state, ok := world.Pick[User](g, "user")
	if !ok || g.Roll(100) < 20 {
		return world.Intent{Stream: g.New("user"), Command: Create{Name: name, Email: email}}, true
	}
	if g.Roll(100) < 20 {
		return workshopTraffic(g, user, state), true
	}
	if g.Roll(2) == 0 {
		return world.Intent{Stream: user, Command: Update{Name: name}}, true
	}
	return world.Intent{Stream: user, Command: Update{Email: email}}, true
}

// World returns Users.
func World() *world.World {
	w := world.New("Users", "People with a name and an address: the smallest world there is.")
	w.Try = "Update user-1, then step back and see the old address return."
	w.Example = "user-1"

	user := world.Aggregate(w, "user", User.Evolve, UserCreated{}, UserUpdated{}, UsernameChosen{}, WorkshopJoined{}, WorkshopLeft{})
	world.HandleAcross(user, "Add somebody.", func(c Create) (world.Query, bool) {
		return whoChose(c.Username), c.Username != ""
	}, User.Create)
	world.Handle(user, "Change a name or an address.", User.Update)
	world.HandleAcross(user, "Choose a name that nobody else has.", func(c ChooseUsername) (world.Query, bool) {
		return whoChose(c.Username), true
	}, User.ChooseUsername)
	world.Compensate(user, User.Opposite)
	askQuestions(user)
	aboutWorkshops(w, user)
	w.Contests = []world.Contest{username(), lastSeat()}

	world.Upcast(w, createdFromV1)

	world.Project(w, world.View{Name: "Users", About: "Everybody, as they are now.", Key: "user"}, Users)
	world.Project(w, world.View{Name: "Changes", About: "What was changed, newest first; a table of users forgets this.", Key: "event"}, Changes)
	world.Project(w, world.View{Name: "Usernames", About: "Who holds which username; two users in a row are a broken rule.", Key: "username"}, Usernames)
	world.Project(w, world.View{Name: "Seats", About: "What is left of each workshop's seats; less than none is a broken rule.", Key: "workshop"}, Seats)
	world.Project(w, world.View{Name: "How many", About: "The number of users."}, HowMany)

	w.Traffic = Traffic
	w.History = history()
	return w
}

// history is three people over two days, and two workshops that have a seat
// left each.
func history() []world.Past {
	past := world.Earlier
	const h, m = time.Hour, time.Minute
	return []world.Past{
		past(49*h, "user-1", "admin", "Create", UserCreatedV1{"Alice"}),
		past(48*h, "user-2", "admin", "Create", UserCreatedV1{"Bruno"}),
		past(30*h, "user-1", "alice", "Update", UserUpdated{Email: "alice@example.com"}),
		past(26*h, "user-3", "admin", "Create", UserCreated{"Chen", "chen@example.org"}),
		past(5*h, "user-2", "bruno", "Update", UserUpdated{Name: "Bruno M."}),
		past(4*h, "user-2", "bruno", "Update", UserUpdated{Email: "bruno@example.net"}),
		past(20*m, "user-1", "alice", "Update", UserUpdated{Email: "alice@example.org"}),
		past(19*m, "workshop-1", "admin", "AnnounceWorkshop", WorkshopAnnounced{"Event sourcing by hand", 2}),
		past(19*m, "workshop-2", "admin", "AnnounceWorkshop", WorkshopAnnounced{"Go in the browser", 3}),
		past(15*m, "user-1", "alice", "JoinWorkshop", WorkshopJoined{"workshop-1"}),
		past(12*m, "user-2", "bruno", "JoinWorkshop", WorkshopJoined{"workshop-2"}),
		past(11*m, "user-3", "chen", "JoinWorkshop", WorkshopJoined{"workshop-2"}),
	}
}
