package delivery

func (r *Run) park(p parcel, why string) {
	e := &r.events[p.event]
	if !r.parked[p.event] {
		r.parked[p.event] = true
		r.note(p, Parked, why, true)
	}
	if _, blocked := r.blocked[e.Stream]; !blocked {
		r.blocked[e.Stream] = e.Position
	}
	r.settle(p.event)
}

// replay hands an event of the park to the handler once more.
func (r *Run) replay(p parcel) {
	after, problem := r.fold(p)
	if problem != "" {
		r.note(p, StillParked, problem, true)
		return
	}
	r.parked[p.event] = false
	change := changeOf(r.model, after)
	r.model = after
	r.times[p.event]++
	r.note(p, Replayed, change, false)
}
