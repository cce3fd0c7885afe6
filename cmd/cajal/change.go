package main

import (
	"math"
	"slices"
)

// change is how two solutions differ in the spikes of one population.
type change struct {
	cells  []int   // that fire more or less often, or first at another time, than is tolerated
	moved  float64 // largest move of a first spike, of cells that fire in both, ms; NaN without one
	spikes [2]int
}

// What is tolerated of a solution that counts as converged: a spike or one in fifty
// of a cell's, whichever is more, and a millisecond of its first one.
const (
	toleratedSpikes = 1
	toleratedShare  = 0.02
	toleratedMove   = 1.0 // ms
)

// changeOf compares the spikes of a population in two solutions.
func changeOf(a, b *firing) change {
	c := change{moved: math.NaN(), spikes: [2]int{a.spikes(), b.spikes()}}
	for cell := range a.times {
		n, m := len(a.times[cell]), len(b.times[cell])
		moved := math.Abs(a.first(cell) - b.first(cell)) // NaN if one of them is silent
		if differ(n, m) || moved > toleratedMove {
			c.cells = append(c.cells, cell)
		}
		if !(moved <= c.moved) && !math.IsNaN(moved) {
			c.moved = moved
		}
	}
	return c
}

// differ reports whether two numbers of spikes are more apart than is tolerated. A
// cell that is silent in one of them always differs.
func differ(n, m int) bool {
	apart := math.Abs(float64(n - m))
	return apart > max(toleratedSpikes, toleratedShare*float64(max(n, m))) || (n == 0) != (m == 0)
}

// settling is how a population's results depend on what was refined.
type settling int

const (
	settled   settling = iota // in every cell
	onAverage                 // single cells fire differently, the population as much
	unsettled
)

// manyCells is how many make an average.
const manyCells = 100

func (c change) settles(cells int) settling {
	switch {
	case len(c.cells) == 0:
		return settled
	case cells >= manyCells && !differ(c.spikes[0], c.spikes[1]):
		return onAverage
	}
	return unsettled
}

// upstroke is how long before a spike potentials rise so fast that a difference in time
// is a large one in mV, ms.
const upstroke = 2

// apart is the largest difference of the samples that two traces have at the same times,
// each cell's until before its first spike; NaN where they have none.
func apart(a, b *trace, sa, sb *solution) float64 {
	most := math.NaN()
	if a.samples.Columns != b.samples.Columns {
		return most // compartments that the other cell does not have
	}
	quiet := slices.Repeat([]float64{math.Inf(1)}, a.samples.Columns) // ms
	for column := range quiet {
		cell := column
		if a.cells != nil {
			cell = int(a.cells[column])
		}
		for _, first := range []float64{sa.firing[a.firing].first(cell), sb.firing[b.firing].first(cell)} {
			if !math.IsNaN(first) {
				quiet[column] = min(quiet[column], first-upstroke)
			}
		}
	}
	k := 0
	for i, at := range a.samples.Times {
		for k < len(b.samples.Times) && b.samples.Times[k] < at-sameTime {
			k++
		}
		if k == len(b.samples.Times) || b.samples.Times[k] > at+sameTime {
			continue
		}
		x, y := a.samples.Values[i*a.samples.Columns:], b.samples.Values[k*a.samples.Columns:]
		for column, until := range quiet {
			if d := math.Abs(x[column] - y[column]); at < until && !(d <= most) {
				most = d
			}
		}
	}
	return most
}

// sameTime is how far apart the times of one sample may be, ms: sums of steps are rounded.
const sameTime = 1e-6

// order is that of convergence, from what changed when the step was halved, and halved
// again: 2 where the second change is a quarter of the first. NaN where that is lost
// in rounding, or where a change is not one that gets smaller with the step.
func order(first, second float64) float64 {
	p := math.Log2(first / second)
	if !(second > 1e-12 && 0 < p && p < highestOrder) {
		return math.NaN()
	}
	return p
}

// highestOrder is more than any method has.
const highestOrder = 6
