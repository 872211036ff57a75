package users

import (
	"fmt"
	"strings"

	"playhead/core/world"
)

// What one may want to know of a user. A row of a table knows the columns that
// somebody thought of beforehand, as they are now.

// firstAddress asks for the address that the user began with.
func firstAddress(history []world.Recorded) world.Answer {
	for _, e := range history {
		if d, ok := e.Event.(UserCreated); ok {
			return world.Because(d.Email, e)
		}
	}
	return world.Because("none")
}

// names asks for every name that the user ever had.
func names(history []world.Recorded) world.Answer {
	var user User
	var had []string
	var events []world.Recorded
	for _, e := range history {
		before := user.Name
		if user = user.Evolve(e.Event); user.Name != before {
			had, events = append(had, user.Name), append(events, e)
		}
	}
	return world.Because(strings.Join(had, ", then "), events...)
}

// updates asks how often the user was changed, of which the row keeps count.
func updates(history []world.Recorded) world.Answer {
	var events []world.Recorded
	for _, e := range history {
		if _, ok := e.Event.(UserUpdated); ok {
			events = append(events, e)
		}
	}
	return world.Because(times(len(events)), events...)
}

func times(n int) string {
	if n == 1 {
		return "once"
	}
	return fmt.Sprintf("%d times", n)
}

func askQuestions(user world.Handlers[User]) {
	world.Ask(user, "What was the first address?",
		func(u User) (string, bool) { return fmt.Sprintf("holds %q, the last one", u.Email), false }, firstAddress)
	world.Ask(user, "Which names did this user have?",
		func(u User) (string, bool) { return fmt.Sprintf("holds %q, the last one", u.Name), false }, names)
	world.Ask(user, "How often was it updated?",
		func(u User) (string, bool) { return times(u.Updates), true }, updates)
}
