package users

import "playhead/core/world"

// What undoes what: the log still knows what a row forgets, and so can bring it
// back.

// Opposite tells what undoes an event that met the user.
func (u User) Opposite(e world.Event) world.Opposite {
	switch e := e.(type) {
	case UserCreated:
		return world.Final("Nothing undoes that a user was created: no command takes somebody away. Forgetting destroys the key to what is known of them.")
	case UserUpdated:
		return u.undoUpdate(e)
	case UsernameChosen:
		if e.Released == "" {
			return world.Final("There was no username before, and one is given up only for another.")
		}
		return world.UndoneBy(ChooseUsername{e.Released},
			"Everybody could see the new username; the old one is chosen again, if nobody has taken it meanwhile.")
	case WorkshopJoined:
		return world.UndoneBy(LeaveWorkshop(e), "For a while nobody else could have the seat; it is given up.")
	case WorkshopLeft:
		return world.UndoneBy(JoinWorkshop(e), "For a while anybody could have the seat; it is taken again, if one is left.")
	}
	return world.Opposite{}
}

// Opposite tells what undoes an event that met the workshop.
func (w Workshop) Opposite(e world.Event) world.Opposite {
	if _, announced := e.(WorkshopAnnounced); announced {
		return world.Final("Nothing undoes an announcement: no command calls a workshop off that people may have a seat in.")
	}
	return world.Opposite{}
}

// undoUpdate brings back what an update changed, and leaves the rest as it is.
func (u User) undoUpdate(e UserUpdated) world.Opposite {
	var back Update
	if e.Name != "" {
		back.Name = u.Name
	}
	if e.Email != "" {
		back.Email = u.Email
	}
	if back == (Update{}) {
		return world.Final("There was nothing before, and what is left empty stays as it is.")
	}
	return world.UndoneBy(back, "For a while this is what was known of them; the log knows what was before, and that is entered again.")
}
