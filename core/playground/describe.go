package playground

import (
	"strings"
	"time"

	"playhead/core/branch"
	"playhead/core/projection"
	"playhead/core/schema"
	"playhead/core/world"
)

// describe tells the page all about a world.
func describe(w *world.World) World {
	out := World{Name: w.Name, About: w.About, Try: w.Try, Example: w.Example, Contests: describeContests(w.Contests)}
	for _, c := range w.Commands {
		if c.Internal {
			continue
		}
		out.Commands = append(out.Commands, Command{
			Name: c.Name, Label: schema.Label(c.Name), About: c.About,
			Category: c.Category, Creates: c.Creates, Fields: describeFields(c.Fields),
		})
	}
	for i, t := range w.Registry.Newest() {
		out.EventTypes = append(out.EventTypes, EventType{t.Name, t.SchemaVersion, i, describeFields(t.Fields)})
	}
	for _, p := range w.Projections {
		out.Projections = append(out.Projections, Projection{
			Name: p.Name, About: p.About, Kind: ReadModelKind(p.Initial.Kind()), Columns: columns(p),
			Effects: p.Effect != nil, Former: formerOf(w, p.Name),
		})
	}
	return out
}

// formerOf says what was wrong with the older code of a projection, if it is kept.
func formerOf(w *world.World, name string) string {
	for _, former := range w.Formerly {
		if former.Name == name {
			return former.Mended
		}
	}
	return ""
}

// columns describes a row of a read model, its key first.
func columns(p *projection.Projection) []Field {
	fields := describeFields(p.Initial.Columns())
	if _, ok := p.Initial.(projection.Rows); ok {
		key := Field{Name: p.Key, Label: strings.ToUpper(p.Key[:1]) + p.Key[1:], Kind: KindText}
		fields = append([]Field{key}, fields...)
	}
	return fields
}

func describeFields(fields []schema.Field) []Field {
	out := []Field{}
	for _, f := range fields {
		field := Field{
			Name: f.Name, Label: f.Label, Kind: FieldKind(f.Kind), Required: f.Required,
			Min: f.Min, Max: f.Max, Choices: f.Choices, Default: f.Default, Help: f.Help,
		}
		if f.Kind == schema.Text {
			field.Max, field.MaxLength = "", f.MaxLength()
		}
		if len(f.Fields) > 0 {
			field.Fields = describeFields(f.Fields)
		}
		out = append(out, field)
	}
	return out
}

// describeLog tells where the log stands.
func (s *session) describeLog() Log {
	kept := s.log.Kept()
	log := Log{
		Branch: or(s.branch.Name, branch.Main), Head: s.index.head(), Streams: len(s.index.streams), Hash: s.hash.String(),
		Guarantee: kept.Guarantee, Why: sentence(kept.Why), Persisted: kept.Persisted, Findings: kept.Findings,
		Checkpoint: s.resuming.upTo(),
	}
	if log.Head == 0 {
		log.Hash = ""
	}
	return log
}

func unixMilli(ms int64) time.Time { return time.UnixMilli(ms) }
