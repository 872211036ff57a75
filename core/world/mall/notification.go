package mall

import "playhead/core/world"

// CustomerNotified says that a message was sent.
type CustomerNotified struct {
	Customer string `json:"customer" personal:"true"`
	Text     string `json:"text" personal:"true"`
}

// Notice is what was told about one order.
type Notice struct {
	Customer string `json:"customer"`
	Text     string `json:"text"`
}

// Evolve returns the notice after one more event.
func (n Notice) Evolve(e world.Event) Notice {
	if e, ok := e.(CustomerNotified); ok {
		n = Notice(e)
	}
	return n
}

// NotifyCustomer asks for a message to be sent.
type NotifyCustomer struct {
	Customer string `json:"customer"`
	Text     string `json:"text"`
}

// Notify refuses a second message: a customer is told once.
func (n Notice) Notify(c NotifyCustomer) ([]world.Event, error) {
	if n.Text != "" {
		return nil, world.Refuse("already_notified", "%s was told already", n.Customer)
	}
	return world.Record(CustomerNotified(c))
}

// Message is an entry of Messages.
type Message struct {
	Customer string `json:"customer"`
	Text     string `json:"text"`
}

// Messages lists what customers were told, newest first.
func Messages(l world.List[Message], e world.Recorded) world.List[Message] {
	if d, ok := e.Event.(CustomerNotified); ok {
		return l.Add(e, Message(d))
	}
	return l
}

// addNotifications adds notifications and their projection.
func addNotifications(w *world.World) {
	notice := world.Aggregate(w, "notification", Notice.Evolve, CustomerNotified{})
	world.Internal(notice, "Send a message.", Notice.Notify)
	world.Project(w, world.View{Name: "Messages", About: "What customers were told, newest first.", Key: "event"}, Messages)
}
