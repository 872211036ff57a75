package playground

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"playhead/core/blame"
)

// overMost is how many changes of a value are drawn: five for each pixel of a chart.
const overMost = 2000

func (p *Playground) overTime(ctx context.Context, params OverParams) (OverResult, error) {
	s, err := p.current()
	if err != nil {
		return OverResult{}, err
	}
	p.mu.Lock()
	params.Position = min(params.Position, s.index.head())
	p.mu.Unlock()
	asked := BlameParams{Position: params.Position, Where: params.Where, Key: params.Key, Field: params.Field}
	s.blaming.mu.Lock()
	defer s.blaming.mu.Unlock()
	question, err := p.question(ctx, s, asked)
	if err != nil {
		return OverResult{}, err
	}
	label, kind := s.describePlace(asked)
	if kind != KindMoney && kind != KindNumber {
		return OverResult{}, &Error{Code: CodeBadRequest, Message: fmt.Sprintf("%s is not a number, so it cannot be drawn.", or(label, params.Where))}
	}
	result := OverResult{
		Position: params.Position, Where: params.Where, Key: params.Key, Field: params.Field,
		Label: label, Kind: kind, Looked: params.Position, Points: []OverPoint{},
	}
	if walk := question.walk; walk != nil { // or else the log is still folded towards the moment
		if _, err := walk.Look(ctx, overMost+1, question.left, p.config.Pause); err != nil {
			return OverResult{}, err
		}
		result.Looked, result.More, result.Points = walk.Position(), walk.Changes() > overMost, course(walk)
	}
	if params.Position > 0 {
		p.mu.Lock()
		result.Begins, result.Ends = s.index.times.At(0), s.index.times.At(int(params.Position-1))
		p.mu.Unlock()
	}
	return result, nil
}

// course returns the points of a value, thinned to what a chart can show; the first
// and the last stay.
func course(walk *blame.Walk) []OverPoint {
	points := []OverPoint{}
	for e, text := range walk.Course(overMost) {
		point := OverPoint{Position: e.Position, Timestamp: e.Timestamp.UnixMilli()}
		if text != nil {
			point.Text, point.Value = *text, numberIn(*text)
		}
		points = append(points, point)
	}
	slices.Reverse(points)
	if n := len(points); n > maxPoints {
		thinned := make([]OverPoint, maxPoints)
		for i := range thinned {
			thinned[i] = points[i*(n-1)/(maxPoints-1)]
		}
		return thinned
	}
	return points
}

// numberIn reads a number as the page shows it, nil when it is none.
func numberIn(text string) *float64 {
	n, err := strconv.ParseFloat(strings.ReplaceAll(text, ",", ""), 64)
	if err != nil {
		return nil
	}
	return &n
}
