// Package users is the smallest world: a user is created and updated. It is
// for the first minute, and the shortest answer to what a world needs.
package users

import (
	"time"

	"playhead/core/world"
)

// UserCreated begins a user.
type UserCreated struct {
	Name  string `json:"name"`
	Email string `json:"email"`
}

// UserUpdated changes what is not empty.
type UserUpdated struct {
	Name  string `json:"name,omitempty"`
	Email string `json:"email,omitempty"`
}

// User is what the events of one user add up to.
type User struct {
	Name    string `json:"name"`
	Email   string `json:"email"`
	Updates int    `json:"updates"`
}

// Evolve returns the user after one more event.
func (u User) Evolve(e world.Event) User {
	switch e := e.(type) {
	case UserCreated:
		u.Name, u.Email = e.Name, e.Email
	case UserUpdated:
		u.Name, u.Email = or(e.Name, u.Name), or(e.Email, u.Email)
		u.Updates++
	}
	return u
}

// Create asks for a new user.
type Create struct {
	Name  string `json:"name" max:"80"`
	Email string `json:"email" max:"120" help:"Any address; no mail is sent."`
}

// Create refuses to create a user twice.
func (u User) Create(c Create) ([]world.Event, error) {
	if u.Name != "" {
		return nil, world.Refuse("already_created", "this user was created before, as %s", u.Name)
	}
	return world.Record(UserCreated(c))
}

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

// HowMany counts users.
func HowMany(n world.Number[int64], e world.Recorded) world.Number[int64] {
	if _, ok := e.Event.(UserCreated); ok {
		return n.Add(1)
	}
	return n
}

// UserCreatedV1 is from before users had an address.
type UserCreatedV1 struct {
	Name string `json:"name"`
}

func createdFromV1(old UserCreatedV1) UserCreated {
	return UserCreated{Name: old.Name, Email: "unknown"}
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
	user, _, ok := world.Pick[User](g, "user")
	if !ok || g.Roll(100) < 20 {
		return world.Intent{Stream: g.New("user"), Command: Create{name, email}}, true
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

	user := world.Aggregate(w, "user", User.Evolve, UserCreated{}, UserUpdated{})
	world.Handle(user, "Add somebody.", User.Create)
	world.Handle(user, "Change a name or an address.", User.Update)

	world.Upcast(w, createdFromV1)

	world.Project(w, world.View{Name: "Users", About: "Everybody, as they are now.", Key: "user"}, Users)
	world.Project(w, world.View{Name: "Changes", About: "What was changed, newest first; a table of users forgets this.", Key: "event"}, Changes)
	world.Project(w, world.View{Name: "How many", About: "The number of users."}, HowMany)

	w.Traffic = Traffic
	w.History = history()
	return w
}

// history is three people over two days.
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
	}
}
