package neurolucida_test

import (
	"bufio"
	"flag"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/cajal-sim/cajal/format/neurolucida"
	"github.com/cajal-sim/cajal/morph"
)

// Cells made for the rules of NEURON's Import3d, in testdata/cells. The tables in
// testdata/neuron are NEURON 8.2.2's figures, written by testdata/import3d.py.
func TestImportRules(t *testing.T) {
	cells, _ := filepath.Glob("testdata/cells/*.asc")
	if len(cells) == 0 {
		t.Fatal("testdata/cells is empty")
	}
	for _, path := range cells {
		name := strings.TrimSuffix(filepath.Base(path), ".asc")
		t.Run(name, func(t *testing.T) { compare(t, path, "testdata/neuron/"+name+".txt") })
	}
}

var further = flag.String("cells", "", "`folder` of further cells to compare: NAME.asc and NEURON's figures, NAME.txt")

func TestFurtherCells(t *testing.T) {
	if *further == "" {
		t.Skip("no further cells are named by -cells: published reconstructions are not part of the repository")
	}
	cells, _ := filepath.Glob(filepath.Join(*further, "*.asc"))
	for _, path := range cells {
		t.Run(filepath.Base(path), func(t *testing.T) { compare(t, path, strings.TrimSuffix(path, ".asc")+".txt") })
	}
}

// Both programs sum up to 100 frusta per section in double precision, whose
// rounding stays below 1e-12; NEURON leaves a diameter within 1e-9 µm as it was.
const agreement = 1e-11

// compare checks every point, section and compartment against a table.
func compare(t *testing.T, path, golden string) {
	t.Helper()
	m, err := neurolucida.Read(path)
	if err != nil {
		t.Fatal(err)
	}
	file, err := os.Open(golden)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	tree := m.Discretise(m.Same(3))
	lines := bufio.NewScanner(file)
	sections := 0
	for ; lines.Scan(); sections++ {
		if sections == len(m.Sections) {
			t.Fatalf("got %d sections, want more: %s", sections, lines.Text())
		}
		compareSection(t, tree, sections, lines)
	}
	if sections != len(m.Sections) {
		t.Errorf("got %d sections, want %d", len(m.Sections), sections)
	}
}

func compareSection(t *testing.T, tree *morph.Tree, section int, lines *bufio.Scanner) {
	t.Helper()
	m := tree.Morphology
	s := &m.Sections[section]
	got := fmt.Sprintf("section %s %d %g %d", m.Name(section), s.Parent, s.At, len(s.Points))
	length, ok := strings.CutPrefix(lines.Text(), got+" ")
	if !ok {
		t.Fatalf("section %d: got %s, want %s", section, got, lines.Text())
	}
	near(t, m.Name(section)+" length", s.Length(), number(t, length)[0], agreement)
	for i, p := range s.Points {
		lines.Scan()
		want := number(t, lines.Text())
		if p != (morph.Point{Vec: morph.Vec(want[:3]), Diameter: want[3]}) {
			t.Errorf("%s, point %d: got %v, want %v", m.Name(section), i, p, want)
		}
	}
	lo, hi := tree.Range(section)
	for k := lo; k < hi; k++ {
		lines.Scan()
		compareCompartment(t, tree, k, number(t, lines.Text()))
	}
}

func compareCompartment(t *testing.T, tree *morph.Tree, k int, want [4]float64) {
	t.Helper()
	c, m := tree.Compartments[k], tree.Morphology
	name := fmt.Sprintf("%s(%g)", m.Name(c.Section), c.Position)
	axial := c.Near
	if lo, _ := tree.Range(c.Section); k > lo {
		axial += tree.Compartments[k-1].Far
	}
	near(t, name+" diameter", c.Diameter, want[0], 1e-9/want[0])
	near(t, name+" area", c.Area, want[1], agreement)
	near(t, name+" axial resistance", 35.4*0.01*axial, want[2], agreement)
	near(t, name+" distance", m.Distance(m.Origin(), tree.Place(k)), want[3], agreement)
}

// number reads up to four numbers of a line.
func number(t *testing.T, line string) (v [4]float64) {
	t.Helper()
	for i, field := range strings.Fields(line) {
		if _, err := fmt.Sscan(field, &v[i]); err != nil {
			t.Fatalf("%q: %v", line, err)
		}
	}
	return v
}

func near(t *testing.T, what string, got, want, relative float64) {
	t.Helper()
	if !(math.Abs(got-want) <= relative*math.Abs(want)) {
		t.Errorf("%s: got %.17g, want %.17g, off by %.2g of it", what, got, want, got/want-1)
	}
}
