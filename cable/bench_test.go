package cable

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
)

// branched is a random tree of n compartments: each branch is 4 to 12 long.
func branched(random *rand.Rand, n int) *Tree {
	t := &Tree{make([]int32, n), make([]float64, n), make([]float64, n)}
	left := 0
	for k := range n {
		t.Parent[k] = int32(k - 1)
		if left--; left < 0 && k > 0 {
			left = 3 + random.IntN(9)
			t.Parent[k] = int32(random.IntN(k))
		}
		t.C[k] = 1e-3 * (1 + random.Float64())
		t.G[k] = 0.1 * (1 + random.Float64())
	}
	t.G[0] = 0
	return t
}

// Price of a solution, as ns per compartment: 64 cells, one at a time, depth
// first as reconstructions are written and in the order of Sort, and 8 at a
// time. The loop that fills e and b is part of it.
func BenchmarkSolve(b *testing.B) {
	for _, n := range []int{128, 600} {
		tree := branched(rand.New(rand.NewPCG(1, 1)), n)
		order, err := Sort(tree.Parent)
		if err != nil {
			b.Fatal(err)
		}
		sorted := tree.Permute(order)
		b.Run(fmt.Sprintf("%d/written", n), func(b *testing.B) { benchmarkSolve(b, tree, 1) })
		b.Run(fmt.Sprintf("%d/sorted", n), func(b *testing.B) { benchmarkSolve(b, sorted, 1) })
		b.Run(fmt.Sprintf("%d/lanes", n), func(b *testing.B) { benchmarkSolve(b, sorted, Lanes) })
	}
}

func benchmarkSolve(b *testing.B, t *Tree, lanes int) {
	n := t.Len() * lanes
	const cells = 64
	o := newOrder(&Group{Parent: t.Parent, Row: countTo(t.Len()), Roots: 1}, slices.Repeat([]bool{true}, t.Len()))
	var all [cells]equations
	for c := range cells / lanes {
		column := func() []float64 { return make([]float64, n) }
		v := column()
		all[c] = equations{lanes, column(), v, v, column(), column(), column(), 1}
		for i := range n {
			all[c].g[i] = t.G[i/lanes]
		}
	}
	for b.Loop() {
		for c := range cells / lanes {
			q := &all[c]
			for i := range q.e {
				q.e[i] = 0.05
				q.b[i] = 0.001 - 0.0001*q.v[i]
			}
			q.solve(o)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*t.Len()*cells), "ns/compartment")
}

// Price of a step, Begin and Solve, of 256 passive cells of the ring of
// bench/, as ns per compartment, joints not counted.
func BenchmarkStep(b *testing.B) {
	s, cell := passive(b, ringCell(), 256, false)
	s.SetStep(0.025, Euler)
	for b.Loop() {
		for i := range s.Groups {
			s.Begin(i, i+1)
			s.Solve(i, i+1)
		}
	}
	compartments := 0
	for _, places := range cell.Compartment {
		compartments += len(places)
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*compartments*256), "ns/compartment")
}

// ringCell has 91 compartments: a soma, and two trees of 15 sections that fork
// in two.
func ringCell() []section {
	cell := []section{{-1, 0, 1, 20, 20, 20, 100, 1, 5e-5, -65}}
	for range 2 {
		mothers := []int{0}
		for d := 2.0; d > 1; d *= 0.8 {
			var daughters []int
			for _, m := range mothers {
				for range min(2, 1+m) { // one at the soma
					daughters = append(daughters, len(cell))
					cell = append(cell, section{m, FarEnd, 3, 100, d, d, 100, 1, 5e-5, -65})
				}
			}
			mothers = daughters
		}
	}
	return cell
}
