package morph_test

import (
	"math"
	"testing"

	"github.com/cajal-sim/cajal/morph"
)

// A cylinder of length L and diameter d: area πdL, resistance 4L/(πd²).
func TestCylinder(t *testing.T) {
	m := made(t, []morph.Section{morph.Stick(morph.Dend, morph.Vec{1, 2, 3}, morph.Vec{0, 0, 2}, 100, 2)})
	for _, n := range []int{1, 2, 5, 101} {
		for k, c := range m.Discretise([]int{n}).Compartments {
			length := 100 / float64(n)
			near(t, "area", c.Area, math.Pi*2*length)
			near(t, "resistance of a half", c.Near, 4*(length/2)/(math.Pi*4))
			near(t, "resistance of a half", c.Far, 4*(length/2)/(math.Pi*4))
			near(t, "diameter", c.Diameter, 2)
			nearVec(t, "start", c.Start, morph.Vec{1, 2, 3 + float64(k)*length})
			nearVec(t, "centre", c.Centre, morph.Vec{1, 2, 3 + (float64(k)+0.5)*length})
			nearVec(t, "end", c.End, morph.Vec{1, 2, 3 + float64(k+1)*length})
		}
	}
}

// A truncated cone of length L between diameters a and b: area π(a+b)/2 times the
// slant height, resistance ∫4dx/(πd²) = 4L/(πab), also when it is cut.
func TestFrustum(t *testing.T) {
	const a, b, length = 4.0, 1.0, 30.0
	m := made(t, []morph.Section{{Type: morph.Dend, Parent: morph.Root, Points: []morph.Point{point(0, 0, 0, a), point(length, 0, 0, b)}}})
	near(t, "area of the section", m.Area(), math.Pi*(a+b)/2*math.Hypot(length, (a-b)/2))
	for _, n := range []int{1, 3, 4, 50} {
		tree := m.Discretise([]int{n})
		area, resistance := 0.0, 0.0
		for _, c := range tree.Compartments {
			area += c.Area
			resistance += c.Near + c.Far
			near(t, "diameter", c.Diameter, a+(b-a)*c.Position)
		}
		near(t, "area", area, m.Area())
		near(t, "resistance", resistance, 4*length/(math.Pi*a*b))
	}
}

// A jump of the diameter adds a ring of area π(a²−b²)/4 and no resistance.
func TestRing(t *testing.T) {
	m := made(t, []morph.Section{{Type: morph.Dend, Parent: morph.Root,
		Points: []morph.Point{point(0, 0, 0, 6), point(10, 0, 0, 6), point(10, 0, 0, 2), point(20, 0, 0, 2)}}})
	want := math.Pi*6*10 + math.Pi*2*10 + math.Pi*(36-4)/4
	near(t, "area", m.Area(), want)
	c := m.Discretise([]int{1}).Compartments[0]
	near(t, "area", c.Area, want)
	near(t, "resistance", c.Near, 4*10/(math.Pi*36))
	near(t, "resistance", c.Far, 4*10/(math.Pi*4))
}

// However a cell is cut, the compartments have its area, length and resistance.
func TestCompartmentsAddUp(t *testing.T) {
	m := pyramid(t)
	for _, counts := range [][]int{m.Same(1), m.Same(4), m.ByLength(20), m.Shorter(7)} {
		tree := m.Discretise(counts)
		area, length := 0.0, 0.0
		for _, c := range tree.Compartments {
			area += c.Area
			length += c.Length
		}
		near(t, "area", area, m.Area())
		near(t, "length", length, m.Length())
		for i := range m.Sections {
			lo, hi := tree.Range(i)
			nearVec(t, m.Name(i), tree.Compartments[lo].Start, m.Sections[i].Point(0).Vec)
			nearVec(t, m.Name(i), tree.Compartments[hi-1].End, m.Sections[i].Point(1).Vec)
		}
	}
}

func TestJoints(t *testing.T) {
	m := pyramid(t)
	tree := m.Discretise([]int{3, 2, 2, 1, 4, 2, 1})
	// first compartments: soma 0, axon 3, dend 5 and 7, apic 8, 12 and 14
	for _, tt := range []struct {
		name        string
		compartment int
		parent      int
		joint       morph.Joint
	}{
		{"root", 0, morph.Root, morph.AtEnd},
		{"next in the soma", 1, 0, morph.AtEnd},
		{"axon on the end of the dendrite, which comes later", 3, 6, morph.AtEnd},
		{"dendrite on the middle of the soma", 5, 1, morph.AtCentre},
		{"apical dendrite on the end of the soma", 8, 2, morph.AtEnd},
		{"tuft", 12, 11, morph.AtEnd},
		{"tuft on the start of the other tuft", 14, 11, morph.AtEnd},
	} {
		c := tree.Compartments[tt.compartment]
		if c.Parent != tt.parent || c.Joint != tt.joint {
			t.Errorf("%s: joined to %d, joint %d, want %d, %d", tt.name, c.Parent, c.Joint, tt.parent, tt.joint)
		}
	}
	flipped := made(t, []morph.Section{
		morph.Stick(morph.Soma, morph.Vec{}, morph.Vec{1}, 10, 10),
		{Type: morph.Dend, Parent: 0, At: 0, Points: []morph.Point{point(0, 0, 0, 1), point(-9, 0, 0, 1)}},
	})
	if c := flipped.Discretise(flipped.Same(3)).Compartments[3]; c.Parent != 0 || c.Joint != morph.AtStart {
		t.Errorf("child of the root's start: joined to %d, joint %d, want 0, %d", c.Parent, c.Joint, morph.AtStart)
	}
}

func TestOrderPutsParentsFirst(t *testing.T) {
	tree := pyramid(t).Discretise([]int{3, 2, 2, 1, 4, 2, 1})
	seen := map[int]bool{morph.Root: true}
	for _, i := range tree.Order() {
		if !seen[tree.Compartments[i].Parent] {
			t.Errorf("compartment %d comes before its parent %d", i, tree.Compartments[i].Parent)
		}
		seen[i] = true
	}
	if len(seen) != len(tree.Compartments)+1 {
		t.Errorf("%d compartments in the order, want %d", len(seen)-1, len(tree.Compartments))
	}
}

func TestAt(t *testing.T) {
	tree := pyramid(t).Discretise([]int{3, 2, 2, 1, 4, 2, 1})
	for _, tt := range []struct {
		place morph.Place
		want  int
	}{
		{morph.Place{Section: 0, Position: 0}, 0},
		{morph.Place{Section: 0, Position: 0.5}, 1},
		{morph.Place{Section: 0, Position: 1}, 2},
		{morph.Place{Section: 1, Position: 0.5}, 4},
		{morph.Place{Section: 4, Position: 0.74}, 10},
		{morph.Place{Section: 6, Position: 1}, 14},
	} {
		if got := tree.At(tt.place); got != tt.want {
			t.Errorf("%v lies in compartment %d, want %d", tt.place, got, tt.want)
		}
	}
	for i := range tree.Compartments {
		if got := tree.At(tree.Place(i)); got != i {
			t.Errorf("the centre of compartment %d lies in %d", i, got)
		}
	}
}

func TestCounts(t *testing.T) {
	m := made(t, []morph.Section{
		morph.Stick(morph.Soma, morph.Vec{}, morph.Vec{1}, 39.9, 10),
		{Type: morph.Dend, Parent: 0, At: 1, Points: []morph.Point{point(0, 0, 0, 1), point(40, 0, 0, 1)}},
		{Type: morph.Dend, Parent: 1, At: 1, Points: []morph.Point{point(0, 0, 0, 1), point(121, 0, 0, 1)}},
	})
	// λ(100 Hz) of 1 µm, 100 Ω·cm and 1 µF/cm² is 1e5·√(1/(4π·100·100·1)) = 282.09 µm.
	membrane := func(int) (float64, float64) { return 1, 1e-5 }
	for _, tt := range []struct {
		name      string
		got, want []int
	}{
		{"BMTK: 1+2·int(L/40)", m.ByLength(20), []int{1, 3, 7}},
		{"at most 10 µm", m.Shorter(10), []int{5, 5, 13}},
		{"at most 40 µm", m.Shorter(40), []int{1, 1, 5}},
		{"a tenth of λ", m.ByLambda(0.1, 0.1, membrane), []int{1, 3, 5}},
		{"one", m.Same(1), []int{1, 1, 1}},
	} {
		for i := range tt.want {
			if tt.got[i] != tt.want[i] {
				t.Errorf("%s: got %v, want %v", tt.name, tt.got, tt.want)
				break
			}
		}
	}
}
