package analysis

import (
	"fmt"
	"math"
	"slices"
)

// Train holds the spikes of one population. Cell Cells[k] fired at Times[k].
//
// Spikes outside the window [From, To) are ignored by every function, so one
// recording serves several windows; times may come in any order.
type Train struct {
	Times    []float64 // ms, shape (spikes)
	Cells    []int32   // in [0, N), shape (spikes)
	N        int       // cells of the population, silent ones included
	From, To float64   // window, ms
}

// Window returns the same spikes seen through the window [from, to), in ms.
func (t Train) Window(from, to float64) Train {
	t.From, t.To = from, to
	return t
}

// Select returns the spikes of the given cells, which are numbered anew in the
// order given. A cell given twice counts once, at its first place.
func (t Train) Select(cells []int32) Train {
	place := make(map[int32]int32, len(cells))
	for _, c := range cells {
		if _, ok := place[c]; !ok {
			place[c] = int32(len(place))
		}
	}
	s := Train{N: len(place), From: t.From, To: t.To}
	for k, c := range t.Cells {
		if p, ok := place[c]; ok {
			s.Times = append(s.Times, t.Times[k])
			s.Cells = append(s.Cells, p)
		}
	}
	return s
}

// Spikes returns the number of spikes in the window.
func (t Train) Spikes() int {
	n := 0
	for _, time := range t.Times {
		if t.holds(time) {
			n++
		}
	}
	return n
}

// Counts returns the number of spikes of each cell, shape (N).
func (t Train) Counts() []int {
	t.mustFit()
	counts := make([]int, t.N)
	for k, c := range t.Cells {
		if t.holds(t.Times[k]) {
			counts[c]++
		}
	}
	return counts
}

// ByCell returns each cell's spike times in ms, ascending, shape (N, spikes of
// the cell).
func (t Train) ByCell() [][]float64 {
	counts := t.Counts()
	all := make([]float64, t.Spikes())
	rows := make([][]float64, t.N)
	for c, n := range counts {
		rows[c], all = all[:0:n], all[n:]
	}
	for k, c := range t.Cells {
		if t.holds(t.Times[k]) {
			rows[c] = append(rows[c], t.Times[k])
		}
	}
	for _, row := range rows {
		if !slices.IsSorted(row) {
			slices.Sort(row)
		}
	}
	return rows
}

// seconds is the width of the window in s, NaN for an empty or infinite one.
func (t Train) seconds() float64 {
	width := t.To - t.From
	if !(width > 0) || math.IsInf(width, 1) {
		return math.NaN()
	}
	return width / 1000
}

func (t Train) holds(time float64) bool { return time >= t.From && time < t.To }

// mustFit panics for a train whose slices contradict each other: whoever made
// it has a bug, and an index out of range would not say which.
func (t Train) mustFit() {
	if len(t.Times) != len(t.Cells) {
		panic(fmt.Sprintf("BUG: analysis: %d spike times for %d cells", len(t.Times), len(t.Cells)))
	}
	for k, c := range t.Cells {
		if c < 0 || int(c) >= t.N {
			panic(fmt.Sprintf("BUG: analysis: spike %d is of cell %d, want a cell in [0, %d)", k, c, t.N))
		}
	}
}
