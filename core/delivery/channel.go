package delivery

// send gives an event to the channel.
func (r *Run) send(p parcel) {
	l := r.settings.luck(r.events[p.event].Position, p.attempt)
	at := max(r.tick+1, r.free)
	if l.delay {
		at += 2 + l.by
		r.free = at
	}
	if l.drop {
		if r.who.Guarantee == AtMostOnce {
			r.acked[p.event] = true // nobody sends it again
			r.note(p, Dropped, "for good", true)
			return
		}
		r.note(p, Dropped, "to be sent again", false)
		r.resend(p.event, r.tick+resendAfter)
		return
	}
	if l.reorder {
		at += 1 + l.by
	}
	r.arrivals[at] = append(r.arrivals[at], p)
	if l.duplicate {
		p.again = true
		r.arrivals[at+l.by] = append(r.arrivals[at+l.by], p)
	}
}

func (r *Run) resend(event, at int) {
	r.attempts[event]++
	r.sends[at] = append(r.sends[at], parcel{event: event, attempt: r.attempts[event]})
}

// restart asks for all that is not in the checkpoint. Nobody asks for what may
// come once at most.
func (r *Run) restart() {
	if r.who.Guarantee == AtMostOnce {
		return
	}
	at := r.tick
	for i := range r.next {
		if !r.acked[i] {
			at++
			r.resend(i, at)
		}
	}
}
