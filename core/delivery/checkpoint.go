package delivery

// settle says that the subscriber is through with an event, and writes the
// checkpoint when it is due.
func (r *Run) settle(event int) {
	if !r.settled[event] && !r.acked[event] {
		r.due++
	}
	r.settled[event] = true
	if r.due >= r.settings.CheckpointEvery {
		r.checkpoint()
	}
}

func (r *Run) checkpoint() {
	for i, settled := range r.settled {
		r.acked[i] = r.acked[i] || settled
	}
	r.written, r.due = r.model, 0
}

// crash forgets what is not in the checkpoint. The read model is somewhere
// else, and keeps what it has, unless both are one transaction.
func (r *Run) crash(p parcel) {
	unwritten := 0
	for i := range r.events {
		if r.acked[i] || !r.settled[i] && i != p.event {
			continue
		}
		unwritten++
		if r.who.Guarantee == EffectivelyOnce && r.done[i] {
			r.done[i] = false
			r.times[i]--
		}
	}
	copy(r.settled, r.acked)
	r.due = 0
	if r.who.Guarantee == EffectivelyOnce {
		r.model = r.written
	}
	if r.who.Guarantee != AtMostOnce {
		r.expected = 0
		for r.expected < len(r.acked) && r.acked[r.expected] {
			r.expected++
		}
	}
	clear(r.held)
	r.up = r.tick + downFor
	r.note(p, Crashed, counted(unwritten), r.who.Guarantee == AtMostOnce)
}
