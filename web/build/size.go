//go:build !js

package main

import (
	"cmp"
	"fmt"
	"io"
	"path"
	"slices"
	"text/tabwriter"
)

// coreBudget is the most bytes that a first visitor waits for before there is
// a core. It counts brotli, which every browser that can run the core asks for;
// gzip, for hosts that can do no better, is a fifth more.
//
// It was 1,100,000 for the log, time travel and three small worlds, and was met
// at 1,043,618. What shows the machine from inside (snapshots, schemas, delivery,
// processes, the Mall, branches, blame) is half as much again, and it is all in the
// one module that Go makes: it cannot be loaded when it is first needed. Bookmarks,
// compensation, what-ifs across streams and keys that are kept twice are 70,000 more,
// checkpoints beside the log, which open a long log several times faster, 35,000, and
// lines of an import that are read without reflection 5,000.
const coreBudget = 1_715_000

// size is what a file weighs, in bytes; 0 where it has no such sibling.
type size struct {
	name              string
	raw, gzip, brotli int
}

type sizes []size

// measure weighs files with their siblings, the heaviest first.
func measure(files, siblings output) sizes {
	var all sizes
	for name, content := range files {
		all = append(all, size{name, len(content), len(siblings[name+".gz"]), len(siblings[name+".br"])})
	}
	slices.SortFunc(all, func(a, b size) int {
		return cmp.Or(cmp.Compare(b.raw, a.raw), cmp.Compare(a.name, b.name))
	})
	return all
}

// checkBudget fails when the core is heavier than coreBudget.
func (s sizes) checkBudget() error {
	for _, each := range s {
		if path.Ext(each.name) == ".wasm" && each.brotli > coreBudget {
			return fmt.Errorf("%s is %d bytes of brotli, %d over the budget of %d; see what came in with `go list -deps ./wasm`",
				each.name, each.brotli, each.brotli-coreBudget, coreBudget)
		}
	}
	return nil
}

// print writes a table for people.
func (s sizes) print(w io.Writer) {
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(table, "bytes\tgzip\tbrotli\t")
	for _, each := range s {
		fmt.Fprintf(table, "%d\t%d\t%d\t  %s\n", each.raw, each.gzip, each.brotli, each.name)
	}
	table.Flush()
}
