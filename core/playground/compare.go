package playground

import (
	"cmp"
	"context"
	"fmt"
	"iter"
	"slices"

	"playhead/core/eventstore"
	"playhead/core/schema"
	"playhead/core/timetravel"
)

func compareKinds() []Kind {
	return []Kind{
		kind("compare", "two moments side by side, in parts", (*Playground).compareMoments),
		kind("compareBranches", "another branch beside the one that is open, in parts", (*Playground).compareBranches),
		kind("former", "a projection's older code beside the newer, over the same log", (*Playground).compareFormer),
		kind("same", "the rows in which two sides do not differ", (*Playground).same),
	}
}

const (
	usualCompared = 60
	mostCompared  = 500
	// betweenMost is how many events between two moments are sent: more than are
	// looked at one by one.
	betweenMost = 60
	// towardsBudget is how many events one part of a comparison folds: some 30 ms
	// in a browser, so that the first answer is there within 100 on a busy machine too.
	towardsBudget = 512
	// towardsLittle is how many it may have folded to compare rows as well.
	towardsLittle = 64
	// compareBudget is how many rows one part compares: about as long, where each is
	// an aggregate.
	compareBudget = 256
	// compareSlice is how many rows are compared before others get a turn.
	compareSlice = 64
)

func (p *Playground) compareMoments(ctx context.Context, params CompareParams) (CompareResult, error) {
	s, err := p.current()
	if err != nil {
		return CompareResult{}, err
	}
	if err := p.reaches(s, max(params.From, params.To)); err != nil {
		return CompareResult{}, err
	}
	c := comparing(params.From, params.To, params.After, params.Limit)
	if params.After == nil {
		first, last := min(params.From, params.To), max(params.From, params.To)
		if err := p.between(ctx, s, first, last, &c.CompareResult); err != nil {
			return CompareResult{}, err
		}
	}
	err = c.part(ctx, p, s, s, nil)
	return c.CompareResult, err
}

// reaches fails when the log does not reach a position.
func (p *Playground) reaches(s *session, position eventstore.Position) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if head := s.index.head(); position > head {
		return notThere(fmt.Errorf("there is no event %d; the log ends at %d", position, head))
	}
	return nil
}

// comparison is a part of one while it is made.
type comparison struct {
	CompareResult
	after timetravel.Mark
	limit int
}

func comparing(from, to eventstore.Position, after *ComparedMark, limit int) *comparison {
	if limit <= 0 {
		limit = usualCompared
	}
	c := &comparison{limit: min(limit, mostCompared)}
	c.From, c.To, c.Next = from, to, after
	c.Places, c.Events, c.Types = []ComparedPlace{}, []EventRow{}, []TypeCount{}
	if after != nil {
		c.after = timetravel.Mark(*after)
	}
	return c
}

// part folds towards both moments, and when both are there compares some rows of them.
// moved pairs the events of two logs.
func (c *comparison) part(ctx context.Context, p *Playground, there, here *session, moved *timetravel.Moved) error {
	from, spent, err := there.timeline.Towards(ctx, c.From, towardsBudget)
	if err != nil {
		return notThere(err)
	}
	to := here.timeline.Nearest(c.To)
	if from.Position == c.From && spent < towardsBudget {
		more := 0
		if to, more, err = here.timeline.Towards(ctx, c.To, towardsBudget-spent); err != nil {
			return notThere(err)
		}
		spent += more
	}
	if from.Position < c.From || to.Position < c.To || spent > towardsLittle {
		c.Progress = &ComparedProgress{WorkFold, int(from.Position + to.Position), int(c.From + c.To)}
		return nil
	}
	return c.compare(ctx, p, here, from, to, moved)
}

// compare compares as many rows as a part may, from the mark on.
func (c *comparison) compare(ctx context.Context, p *Playground, s *session, from, to timetravel.Moment, moved *timetravel.Moved) error {
	places := s.places(to)
	if c.after.Where != "" && !slices.ContainsFunc(places, func(place placing) bool { return place.Where == c.after.Where }) {
		return &Error{Code: CodeBadRequest, Message: fmt.Sprintf("There is no place %q at which a comparison could go on.", c.after.Where)}
	}
	c.Next = nil
	compared, at := 0, 0
	for change := range s.timeline.Compare(from, to, moved, c.after, c.limit) {
		for places[at].Where != change.Mark.Where {
			at++
		}
		places[at].add(s, change, c.limit)
		if compared++; compared >= compareBudget && change.Mark.Key != "" {
			next := ComparedMark(change.Mark)
			c.Next = &next
			c.Progress = passed(places, at, change.Mark)
			break
		}
		if compared%compareSlice == 0 {
			if err := p.config.Pause(ctx); err != nil {
				return err
			}
		}
	}
	for _, place := range places {
		c.Places = append(c.Places, place.ComparedPlace)
	}
	return nil
}

// passed says how far a comparison has come that stopped at a mark.
func passed(places []placing, at int, mark timetravel.Mark) *ComparedProgress {
	progress := &ComparedProgress{Work: WorkCompare}
	for i, place := range places {
		progress.Total += place.Rows
		if i < at {
			progress.Done += place.Rows
		}
	}
	rank := places[at].Rows
	if !mark.Gone {
		rank = min(rank, places[at].rank(mark.Key))
	}
	progress.Done += rank
	return progress
}

// between adds the events that lie between two moments: how many there are of what, and the
// first of them.
func (p *Playground) between(ctx context.Context, s *session, first, last eventstore.Position, result *CompareResult) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	result.Total = int(last - first)
	result.Streams, result.Types = s.index.count(s.world.Registry, first, last)
	return s.firstOf(ctx, first, last, &result.Events)
}

// firstOf adds the first events after a position, up to another.
func (s *session) firstOf(ctx context.Context, after, last eventstore.Position, rows *[]EventRow) error {
	if after >= last {
		return nil
	}
	for e, err := range s.log.Store.ReadAll(ctx, after) {
		if err != nil {
			return fmt.Errorf("read the log between: %w", err)
		}
		*rows = append(*rows, s.row(e))
		if e.Position == last || len(*rows) == betweenMost {
			break
		}
	}
	return nil
}

// count counts the events after a position up to another, by type and by stream. It
// looks at nothing but the index, which is a millisecond for a million.
func (x *index) count(registry *schema.Registry, after, last eventstore.Position) (streams int, types []TypeCount) {
	var counts [unknownColour + 1]int
	for _, run := range x.colourOf.Runs(int(after), int(last)) {
		for _, colour := range run {
			counts[colour]++
		}
	}
	touched := make([]bool, len(x.streams))
	for _, run := range x.streamOf.Runs(int(after), int(last)) {
		for _, number := range run {
			if !touched[number] {
				touched[number] = true
				streams++
			}
		}
	}
	types = []TypeCount{}
	for i, t := range registry.Newest() {
		if counts[i] > 0 {
			types = append(types, TypeCount{t.Name, i, counts[i]})
		}
	}
	if n := counts[unknownColour]; n > 0 {
		types = append(types, TypeCount{"of unknown type", -1, n})
	}
	slices.SortStableFunc(types, func(a, b TypeCount) int { return cmp.Compare(b.Count, a.Count) })
	return streams, types
}

// recordedAt returns the events after a position as a fold reads them, up to another.
func (s *session) recordedAt(after, to eventstore.Position) iter.Seq2[schema.Recorded, error] {
	return func(yield func(schema.Recorded, error) bool) {
		if after >= to {
			return
		}
		for e, err := range s.decoded.read(after) {
			if !yield(e, err) || err != nil || e.Position >= to {
				return
			}
		}
	}
}
