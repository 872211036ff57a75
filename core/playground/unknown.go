package playground

import (
	"bytes"
	"context"
	"fmt"

	"playhead/core/projection"
)

// unreadDataMost is how many bytes of an unread event's data stand beside a read model.
const unreadDataMost = 200

func (p *Playground) unknown(_ context.Context, params UnknownParams) (ProjectionState, error) {
	policy := projection.Unknown(params.Unknown)
	switch params.Unknown {
	case UnknownIgnore:
		policy = projection.Ignore
	case UnknownShow, UnknownStop:
	default:
		return ProjectionState{}, &Error{Code: CodeBadRequest, Message: fmt.Sprintf("A projection can ignore, show or stop at what it cannot read, but not %q.", params.Unknown)}
	}
	return p.project(params.Name, func(s *session) error {
		if err := s.runner.SetUnknown(params.Name, policy); err != nil {
			return err
		}
		s.timeline.SetRules(s.runner.Rules())
		return nil
	})
}

func describeUnread(u *projection.Unread) *Unread {
	if u == nil {
		return nil
	}
	out := &Unread{Count: u.Count, Newest: []UnreadEvent{}}
	for _, e := range u.Newest {
		data := string(bytes.ToValidUTF8(e.Data[:min(len(e.Data), unreadDataMost)], nil))
		out.Newest = append(out.Newest, UnreadEvent{e.Position, e.Type, e.SchemaVersion, data, sentence(e.Reason)})
	}
	return out
}
