package playground

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/tools/txtar"

	"github.com/google/uuid"
	"playhead/core/aggregate"
	"playhead/core/eventstore"
	"playhead/core/schema"
	"playhead/core/world"
	"playhead/core/world/bank"
	"playhead/core/world/orders"
)

// The questions of time travel are told in files: what was sent, what is asked, and what
// the answer is.

func TestPlayground_Blame_Scenarios(t *testing.T) {
	eachQuestion(t, "blame", func(p *page, sections map[string]string) []string {
		place, position := at(p, sections["why"])
		result := blameOf(p, position, place[0], place[1], place[2])
		lines := []string{or(deref(result.Value), "not there")}
		return append(lines, causeLines(result)...)
	})
}

func TestPlayground_Over_Scenarios(t *testing.T) {
	eachQuestion(t, "over", func(p *page, sections map[string]string) []string {
		place, position := at(p, sections["draw"])
		result, err := p.overTime(p.Context(), OverParams{Position: position, Where: place[0], Key: place[1], Field: place[2]})
		require.NoError(p, err)
		var lines []string
		for _, point := range result.Points {
			lines = append(lines, fmt.Sprintf("#%d %s", point.Position, or(point.Text, "not there")))
		}
		return lines
	})
}

func TestPlayground_Causes_Scenarios(t *testing.T) {
	eachQuestion(t, "causes", func(p *page, sections map[string]string) []string {
		position, err := strconv.ParseUint(strings.TrimPrefix(sections["event"], "#"), 10, 64)
		require.NoError(p, err)
		result := ask[EventResult](p, "event", fmt.Sprintf(`{"position":%d}`, position))
		var lines []string
		for _, node := range result.Tree {
			line := strings.Repeat("  ", node.Depth) + strings.TrimSpace(node.Command+" of "+node.Actor)
			if node.Row != nil {
				line = strings.Repeat("  ", node.Depth) + fmt.Sprintf("#%d %s on %s", node.Row.Position, node.Row.Type, node.Row.Stream)
			}
			lines = append(lines, line)
		}
		return lines
	})
}

func TestPlayground_Compare_Scenarios(t *testing.T) {
	eachQuestion(t, "compare", func(p *page, sections map[string]string) []string {
		head := ask[Log](p, "log", ``).Head
		question := sections["compare"]
		kind, name, named := strings.Cut(question, ":")
		if named && kind == "code" {
			result := former(p.T, p, head)
			return append(comparedLines(result.Place), fmt.Sprintf("they part at #%d", result.Parted.Position))
		}
		if named {
			result := ask[CompareBranchesResult](p, "compareBranches", fmt.Sprintf(`{"branch":%q,"to":%d,"sameTime":%v}`, name, head, kind == "then"))
			lines := comparedPlaces(result.Compared.Places)
			lines = append(lines, fmt.Sprintf("they part after #%d", result.Common))
			return append(lines, fmt.Sprintf("only here: %d, only on %s: %d", result.Compared.Total, name, result.ThereTotal))
		}
		before, after, _ := strings.Cut(question, "..")
		result := compared(p, p, positionOf(p, before), positionOf(p, after))
		lines := comparedPlaces(result.Places)
		return append(lines, strings.TrimSuffix(fmt.Sprintf("%d between: %s", result.Total, strings.Join(typed(result.Types), ", ")), ": "))
	})
}

func comparedPlaces(places []ComparedPlace) []string {
	var lines []string
	for _, place := range places {
		lines = append(lines, comparedLines(place)...)
	}
	return lines
}

func comparedLines(place ComparedPlace) []string {
	lines := []string{fmt.Sprintf("%s, %d the same", place.Where, alike(place))}
	for _, line := range sides(place) {
		lines = append(lines, "  "+line)
	}
	return lines
}

// at reads "Balances/account-1/balance at 4", as an address names a value.
func at(p *page, text string) (place [3]string, position eventstore.Position) {
	named, moment, ok := strings.Cut(text, " at ")
	require.True(p, ok, "%q names no moment", text)
	copy(place[:], strings.SplitN(named, "/", 3))
	return place, positionOf(p, moment)
}

func positionOf(p *page, text string) eventstore.Position {
	position, err := strconv.ParseUint(text, 10, 64)
	require.NoError(p, err)
	return eventstore.Position(position)
}

// eachQuestion asks what each file of a folder asks.
func eachQuestion(t *testing.T, folder string, answer func(*page, map[string]string) []string) {
	files, err := filepath.Glob(filepath.Join("..", "..", "testdata", folder, "*.txtar"))
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			text, err := os.ReadFile(file)
			require.NoError(t, err)
			sections := map[string]string{}
			for _, f := range txtar.Parse(text).Files {
				sections[f.Name] = strings.TrimSpace(string(f.Data))
			}
			p := given(t, sections)
			assert.Equal(t, sections["then"], strings.Join(answer(p, sections), "\n"))
		})
	}
}

// given opens a world with nothing but what a file says was sent, by Ada: on main, then on
// the branch "other", which parts where the file says, and then on main again.
func given(t *testing.T, sections map[string]string) *page {
	worlds := map[string]*world.World{"Bank": bank.World(), "Orders": orders.World()}
	w := worlds[or(sections["world"], "Bank")]
	require.NotNil(t, w, "no world %q", sections["world"])
	storage := &Memory{}
	store := storage.begin(w.Name, nil)
	p := newPageOn(t, storage)
	send := func(store eventstore.Store, lines string) {
		for line := range strings.Lines(lines) {
			stream, rest, _ := strings.Cut(strings.TrimSpace(line), " ")
			name, data, _ := strings.Cut(rest, " ")
			c := w.Command(name)
			require.NotNil(t, c, "no command %q", name)
			command, problems := schema.ParseData(c.Go, []byte(data))
			require.Empty(t, problems)
			id := p.id(time.UnixMilli(0))
			result, err := aggregate.Handle(t.Context(), store, w.Registry, w.Deciders[c.Category], aggregate.Envelope{
				ID: id, Stream: eventstore.StreamID(stream), Name: name, Command: command,
				Expected: eventstore.Any, Actor: "ada", Now: p.tick(),
			})
			require.NoError(t, err)
			require.Nil(t, result.Refusal, line)
			require.NotEqual(t, uuid.Nil, id)
		}
	}
	send(store, sections["given"])
	ask[Opened](p, "open", fmt.Sprintf(`{"world":%q}`, w.Name))
	p.settle()
	if parts, ok := sections["branch from"]; ok {
		first, rest, _ := strings.Cut(parts, "\n")
		ask[Switched](p, "branch", fmt.Sprintf(`{"name":"other","position":%s}`, first))
		s, err := p.current()
		require.NoError(t, err)
		send(s.log.Store, rest)
		send(p.tree.main().log.Store, sections["later on main"])
		p.settle()
	}
	return p
}
