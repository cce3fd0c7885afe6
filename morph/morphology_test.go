package morph_test

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/cajal-sim/cajal/morph"
)

func TestNewReportsAllMistakes(t *testing.T) {
	ok := []morph.Point{point(0, 0, 0, 1), point(1, 0, 0, 1)}
	for _, tt := range []struct {
		name     string
		sections []morph.Section
		want     []string
	}{
		{"none", nil, []string{"morphology has 0 root sections, want 1 that has no parent"}},
		{"single sections", []morph.Section{
			{Type: 1, Parent: morph.Root, Points: ok[:1]},
			{Type: 3, Parent: 9, Points: ok},
			{Type: 3, Parent: 0, At: 1.5, Points: ok},
			{Type: 4, Parent: 0, Points: []morph.Point{point(0, 0, 0, 0), point(1, 0, 0, 1)}},
			{Type: 4, Parent: 0, Points: []morph.Point{point(0, 0, 0, 1), point(0, 0, 0, 1)}},
			{Type: 5, Parent: 0, Points: []morph.Point{point(0, math.NaN(), 0, 1), point(0, 0, 0, 1)}},
			{Type: 5, Parent: 0, Points: ok, Arc: []float64{0}},
			{Type: 6, Parent: 0, Points: []morph.Point{point(0, 0, 0, 1), point(1, 0, 0, 0)}},
			{Type: 6, Parent: 7, At: 1, Points: ok},
		}, []string{
			"section soma[0]: has 1 points, want at least 2",
			"section dend[0]: is attached to section 9, want 0 to 8, or -1 for the root",
			"section dend[1]: is attached at position 1.5 of its parent, want 0 to 1",
			"section apic[0]: point 0 has the diameter 0 µm, want a positive number",
			"section apic[1]: all its points are at one place, want a length above 0",
			"section dend_5[0]: point 0 is at [0 NaN 0], want finite numbers",
			"section dend_5[1]: has 1 path lengths for 2 points",
			"section dend_6[1]: is attached to the tip of section 7, whose diameter is 0, want a diameter above 0 there",
		}},
		{"two roots", []morph.Section{{Type: 1, Parent: morph.Root, Points: ok}, {Type: 1, Parent: morph.Root, Points: ok}},
			[]string{"morphology has 2 root sections, want 1 that has no parent"}},
		{"circle", []morph.Section{{Type: 1, Parent: morph.Root, Points: ok}, {Type: 3, Parent: 2, Points: ok}, {Type: 3, Parent: 1, Points: ok}},
			[]string{"morphology has 2 sections in a circle of parents, want a tree"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := morph.New(tt.sections)
			if want := strings.Join(tt.want, "\n"); err == nil || err.Error() != want {
				t.Errorf("got:\n%v\nwant:\n%s", err, want)
			}
		})
	}
}

func TestRotationOrder(t *testing.T) {
	const right = math.Pi / 2
	for _, tt := range []struct {
		name string
		r    morph.Rotation
		want morph.Vec // of the x axis
	}{
		{"z", morph.Euler(0, 0, right), morph.Vec{0, 1, 0}},
		{"y", morph.Euler(0, right, 0), morph.Vec{0, 0, -1}},
		{"x", morph.Euler(right, 0, 0), morph.Vec{1, 0, 0}},
		{"z then x", morph.Euler(right, 0, right), morph.Vec{0, 0, 1}},
		{"z then y", morph.Euler(0, right, right), morph.Vec{0, 1, 0}},
		{"y then x", morph.Euler(right, right, 0), morph.Vec{0, 1, 0}},
		{"quaternion about z", morph.Quaternion(math.Cos(right/2), 0, 0, math.Sin(right/2)), morph.Vec{0, 1, 0}},
		{"quaternion about y, not normalised", morph.Quaternion(3, 0, 3, 0), morph.Vec{0, 0, -1}},
	} {
		nearVec(t, tt.name, tt.r.Of(morph.Vec{1, 0, 0}), tt.want)
	}
	// The quaternion of a rotation about x by a is (cos a/2, sin a/2, 0, 0).
	v := morph.Vec{0.3, -1.2, 2.5}
	nearVec(t, "x", morph.Quaternion(math.Cos(0.35), math.Sin(0.35), 0, 0).Of(v), morph.Euler(0.7, 0, 0).Of(v))
}

// Turning and moving keeps all that is electrical to the last bit, and distances
// in space to rounding.
func TestRotationKeepsLengths(t *testing.T) {
	m := pyramid(t)
	turned := m.Moved(morph.Vec{1000, -2000, 3000.7}).Rotated(morph.Euler(0.3, -1.1, 2.2))
	a, b := m.Discretise(m.Shorter(9)).Compartments, turned.Discretise(turned.Shorter(9)).Compartments
	for i := range a {
		if a[i].Area != b[i].Area || a[i].Near != b[i].Near || a[i].Far != b[i].Far || a[i].Diameter != b[i].Diameter || a[i].Length != b[i].Length {
			t.Fatalf("compartment %d: got %+v, want %+v", i, b[i], a[i])
		}
		near(t, "chord", chord(b[i]), chord(a[i]))
	}
	nearVec(t, "centre", turned.Recentred().Centre(), morph.Vec{})
	nearVec(t, "centre", m.Centre(), morph.Vec{})
	if m.Sections[0].Points[0].Vec != (morph.Vec{-10, 0, 0}) {
		t.Error("the morphology that was turned has changed")
	}
}

func chord(c morph.Compartment) float64 {
	return math.Hypot(math.Hypot(c.End[0]-c.Start[0], c.End[1]-c.Start[1]), c.End[2]-c.Start[2])
}

func TestPerisomatic(t *testing.T) {
	m := pyramid(t)
	s, err := morph.Perisomatic(m)
	if err != nil {
		t.Fatal(err)
	}
	cut, err := m.Operate(s)
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"soma[0]", "dend[0]", "dend[1]", "apic[0]", "apic[1]", "apic[2]", "axon[0]", "axon[1]"}
	parents := []int{morph.Root, 0, 1, 0, 3, 4, 0, 6}
	for i, name := range want {
		if cut.Name(i) != name || cut.Sections[i].Parent != parents[i] {
			t.Errorf("section %d is %s on %d, want %s on %d", i, cut.Name(i), cut.Sections[i].Parent, name, parents[i])
		}
	}
	for _, i := range []int{6, 7} {
		near(t, "length", cut.Sections[i].Length(), 30)
		near(t, "area", cut.Sections[i].Area(), 30*math.Pi)
	}
	if len(m.Sections) != 7 || m.Sections[3].Parent != 2 {
		t.Error("the morphology that was operated on has changed")
	}
	unchanged, err := m.Operate(morph.Surgery{})
	if err != nil || len(unchanged.Sections) != len(m.Sections) {
		t.Errorf("no surgery: got %d sections, %v, want %d", len(unchanged.Sections), err, len(m.Sections))
	}
}

// An axon that runs straight from the middle of the soma has its own direction as the
// principal axis. The stubs begin at the end of the soma.
func TestDirected(t *testing.T) {
	for _, direction := range []morph.Vec{{1, 2, -2}, {-3, 0, 4}, {0, -1, 0}} {
		soma := morph.Stick(morph.Soma, morph.Vec{-10, 0, 0}, morph.Vec{1, 0, 0}, 20, 20)
		soma.Points = []morph.Point{soma.Points[0], {Vec: morph.Vec{}, Diameter: 20}, soma.Points[1]}
		soma.Arc, soma.Parent = nil, morph.Root
		axon := morph.Stick(morph.Axon, morph.Vec{}, direction, 90, 1)
		axon.Parent, axon.At = 0, 0.5
		m, err := morph.New([]morph.Section{soma, axon})
		if err != nil {
			t.Fatal(err)
		}
		s, err := morph.Perisomatic(m)
		if err == nil {
			s, err = morph.Directed(m, s)
		}
		if err != nil {
			t.Fatal(err)
		}
		cut, err := m.Operate(s)
		if err != nil {
			t.Fatal(err)
		}
		unit := 30 / math.Sqrt(direction[0]*direction[0]+direction[1]*direction[1]+direction[2]*direction[2])
		for i, stub := range cut.Sections[1:] {
			if stub.Parent != i || stub.At != []float64{0.5, 1}[i] {
				t.Errorf("stub %d is on %d at %g", i, stub.Parent, stub.At)
			}
			for end, k := range []float64{float64(i), float64(i + 1)} {
				want := morph.Vec{10 + k*unit*direction[0], k * unit * direction[1], k * unit * direction[2]}
				nearVec(t, fmt.Sprintf("stub %d, end %d", i, end), stub.Points[end].Vec, want)
			}
		}
	}
}

func TestSurgeryMistakes(t *testing.T) {
	m := pyramid(t)
	for _, tt := range []struct {
		name string
		s    morph.Surgery
		want string
	}{
		{"what others stand on", morph.Surgery{Remove: morph.Dend}, "dend cannot be removed: axon[0] is attached to dend[0], want all that is attached to be of type dend"},
		{"soma", morph.Surgery{Remove: morph.Soma}, "the soma cannot be removed, want another type of section"},
	} {
		if _, err := m.Operate(tt.s); err == nil || err.Error() != tt.want {
			t.Errorf("%s: got %v, want %s", tt.name, err, tt.want)
		}
	}
	bald := made(t, []morph.Section{morph.Stick(morph.Dend, morph.Vec{}, morph.Vec{1}, 10, 1)})
	if _, err := morph.AllActive(bald); err == nil || !strings.Contains(err.Error(), "no axon") {
		t.Errorf("all-active without an axon: got %v", err)
	}
	s, _ := morph.Perisomatic(bald)
	if _, err := bald.Operate(s); err == nil || !strings.Contains(err.Error(), "stubs need a soma") {
		t.Errorf("stubs without a soma: got %v", err)
	}
}
