package morph_test

import (
	"math"
	"testing"

	"github.com/cajal-sim/cajal/morph"
)

func point(x, y, z, d float64) morph.Point {
	return morph.Point{Vec: morph.Vec{x, y, z}, Diameter: d}
}

// pyramid is a small cell: a soma along x, a basal dendrite on its middle with two
// branches, an apical one on its end that widens and jumps in diameter, with a
// tuft, and an axon on the basal dendrite.
func pyramid(t testing.TB) *morph.Morphology {
	t.Helper()
	return made(t, []morph.Section{
		{Type: morph.Soma, Parent: morph.Root, Points: []morph.Point{point(-10, 0, 0, 20), point(0, 0, 0, 20), point(10, 0, 0, 20)}},
		{Type: morph.Axon, Parent: 2, At: 1, Points: []morph.Point{point(0, -50, 0, 1), point(30, -90, 0, 0.5)}},
		{Type: morph.Dend, Parent: 0, At: 0.5, Points: []morph.Point{point(0, -10, 0, 3), point(0, -50, 0, 2)}},
		{Type: morph.Dend, Parent: 2, At: 1, Points: []morph.Point{point(0, -50, 0, 2), point(0, -50, 60, 1)}},
		{Type: morph.Apic, Parent: 0, At: 1, Points: []morph.Point{point(10, 0, 0, 4), point(110, 0, 0, 2), point(110, 0, 0, 3), point(310, 0, 0, 2.5)}},
		{Type: morph.Apic, Parent: 4, At: 1, Points: []morph.Point{point(310, 0, 0, 2), point(410, 0, 0, 1)}},
		{Type: morph.Apic, Parent: 5, At: 0, Points: []morph.Point{point(310, 0, 0, 2), point(310, 100, 0, 1)}},
	})
}

func made(t testing.TB, sections []morph.Section) *morph.Morphology {
	t.Helper()
	m, err := morph.New(sections)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// near compares to rounding: some hundred operations in double precision.
func near(t *testing.T, what string, got, want float64) {
	t.Helper()
	if !(math.Abs(got-want) <= 1e-13*(1+math.Abs(want))) {
		t.Errorf("%s: got %.17g, want %.17g", what, got, want)
	}
}

func nearVec(t *testing.T, what string, got, want morph.Vec) {
	t.Helper()
	for k := range want {
		if math.Abs(got[k]-want[k]) > 1e-12*(1+math.Abs(want[k])) {
			t.Errorf("%s: got %v, want %v", what, got, want)
			return
		}
	}
}
