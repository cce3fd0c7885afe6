package swc_test

import (
	"bufio"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/cajal-sim/cajal/format/swc"
	"github.com/cajal-sim/cajal/morph"
)

// allen lists the Allen Institute's cells of the SONATA examples with the numbers
// of sections and compartments that BMTK makes of them.
var allen = []struct {
	name                   string
	sections, compartments int
}{
	{"Scnn1a_473845048", 122, 264},
	{"Rorb_325404214", 65, 141},
	{"Nr5a1_471087815", 39, 101},
	{"Pvalb_470522102", 39, 121},
	{"Pvalb_469628681", 43, 91},
}

const data = "../../../shared/data/sonata/"

// allenCell reads a cell and replaces its axon; the test is skipped where the
// file is not at hand.
func allenCell(t testing.TB, name string) *morph.Morphology {
	t.Helper()
	path := filepath.Join(data, "shared_components/morphologies", name+"_m.swc")
	if _, err := os.Stat(path); err != nil {
		t.Skipf("%s is not there: the SONATA examples are not part of the repository", path)
	}
	m, err := swc.Read(path)
	if err != nil {
		t.Fatal(err)
	}
	return operated(t, m)
}

func operated(t testing.TB, m *morph.Morphology) *morph.Morphology {
	t.Helper()
	s, err := morph.Perisomatic(m)
	if err != nil {
		t.Fatal(err)
	}
	if m, err = m.Operate(s); err != nil {
		t.Fatal(err)
	}
	return m
}

func TestAllenCells(t *testing.T) {
	for _, cell := range allen {
		t.Run(cell.name, func(t *testing.T) {
			m := allenCell(t, cell.name)
			tree := m.Discretise(m.ByLength(20))
			if len(m.Sections) != cell.sections || len(tree.Compartments) != cell.compartments {
				t.Errorf("got %d sections, %d compartments, want %d, %d", len(m.Sections), len(tree.Compartments), cell.sections, cell.compartments)
			}
			compare(t, tree, "testdata/neuron/"+cell.name+".txt")
		})
	}
}

// Cells made for the rules of NEURON's Import3d, in testdata/cells.
func TestImportRules(t *testing.T) {
	for _, name := range []string{"sphere", "threepoint", "contour", "branchedsoma", "nosoma", "types", "twice", "loose"} {
		t.Run(name, func(t *testing.T) {
			m, err := swc.Read("testdata/cells/" + name + ".swc")
			if err != nil {
				t.Fatal(err)
			}
			compare(t, m.Discretise(m.Same(3)), "testdata/neuron/"+name+".txt")
		})
	}
}

// The tables in testdata/neuron are NEURON 8.2.2's figures, written by
// testdata/import3d.py. Both programs sum up to 300 frusta per section in double
// precision, whose rounding stays below 1e-12; NEURON leaves a diameter within
// 1e-9 µm as it was.
const agreement = 1e-11

// compare checks every section and compartment against a table: "section name
// parent at compartments", first and last point and length, then "diameter area
// resistance distance" for every compartment.
func compare(t *testing.T, tree *morph.Tree, golden string) {
	t.Helper()
	file, err := os.Open(golden)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	m, section, k := tree.Morphology, -1, 0
	for lines := bufio.NewScanner(file); lines.Scan(); {
		if rest, ok := strings.CutPrefix(lines.Text(), "section "); ok {
			section++
			compareSection(t, tree, section, rest)
			continue
		}
		var diameter, area, resistance, distance float64
		if _, err := fmt.Sscan(lines.Text(), &diameter, &area, &resistance, &distance); err != nil {
			t.Fatalf("%s: %q: %v", golden, lines.Text(), err)
		}
		c := tree.Compartments[k]
		name := fmt.Sprintf("%s(%g)", m.Name(c.Section), c.Position)
		near(t, name+" diameter", c.Diameter, diameter, 1e-9/diameter)
		near(t, name+" area", c.Area, area, agreement)
		axial := c.Near
		if lo, _ := tree.Range(c.Section); k > lo {
			axial += tree.Compartments[k-1].Far
		}
		near(t, name+" axial resistance", 35.4*0.01*axial, resistance, agreement)
		near(t, name+" distance", m.Distance(m.Origin(), tree.Place(k)), distance, agreement)
		k++
	}
	if section+1 != len(m.Sections) || k != len(tree.Compartments) {
		t.Errorf("got %d sections, %d compartments, want %d, %d", len(m.Sections), len(tree.Compartments), section+1, k)
	}
}

func compareSection(t *testing.T, tree *morph.Tree, section int, want string) {
	t.Helper()
	m := tree.Morphology
	if section >= len(m.Sections) {
		t.Fatalf("section %d is missing: %s", section, want)
	}
	s := &m.Sections[section]
	lo, hi := tree.Range(section)
	got := fmt.Sprintf("%s %d %g %d", m.Name(section), s.Parent, s.At, hi-lo)
	figures, ok := strings.CutPrefix(want, got+" ")
	if !ok {
		t.Fatalf("section %d: got %s, want %s", section, got, want)
	}
	var a, b morph.Vec
	var length float64
	if _, err := fmt.Sscan(figures, &a[0], &a[1], &a[2], &b[0], &b[1], &b[2], &length); err != nil {
		t.Fatalf("%q: %v", want, err)
	}
	near(t, m.Name(section)+" length", s.Length(), length, agreement)
	for k := range 3 {
		first, last := s.Points[0].Vec[k], s.Points[len(s.Points)-1].Vec[k]
		// NEURON computes the ends of stubs in single precision: 3e-5 at 300 µm.
		if math.Abs(first-a[k]) > 3e-5 || math.Abs(last-b[k]) > 3e-5 {
			t.Errorf("%s ends at %v and %v, want %v and %v", m.Name(section), s.Points[0].Vec, s.Points[len(s.Points)-1].Vec, a, b)
		}
	}
}

func near(t *testing.T, what string, got, want, relative float64) {
	t.Helper()
	if !(math.Abs(got-want) <= relative*math.Abs(want)) {
		t.Errorf("%s: got %.17g, want %.17g, off by %.2g of it", what, got, want, got/want-1)
	}
}
