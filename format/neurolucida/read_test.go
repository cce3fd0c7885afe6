package neurolucida_test

import (
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

var update = flag.Bool("update", false, "rewrite the expected messages")

// Every file in testdata/broken is refused with the messages in the file beside it.
func TestMessages(t *testing.T) {
	files, _ := filepath.Glob("testdata/broken/*.asc")
	if len(files) == 0 {
		t.Fatal("testdata/broken is empty")
	}
	for _, path := range files {
		t.Run(filepath.Base(path), func(t *testing.T) {
			text, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			_, err = neurolucida.Parse(filepath.Base(path), strings.NewReader(string(text)))
			if err == nil {
				t.Fatal("got no error")
			}
			golden := strings.TrimSuffix(path, ".asc") + ".txt"
			if *update {
				os.WriteFile(golden, []byte(err.Error()+"\n"), 0o644)
			}
			want, _ := os.ReadFile(golden)
			if err.Error()+"\n" != string(want) {
				t.Errorf("got:\n%v\nwant:\n%s", err, want)
			}
		})
	}
}

func parse(t testing.TB, text string) *neurolucida.File {
	t.Helper()
	f, err := neurolucida.Parse("cell.asc", strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	return f
}

const plain = `("CellBody" (-6 -5 0 0) (-6 5 0 0) (6 5 0 0) (6 -5 0 0))
( (Dendrite) (0 5 0 2) (0 45 0 2) ( (30 45 0 1) Normal | (0 45 0 1) (0 45 30 1) ) )
`

// The same cell in other spellings.
func TestSpellings(t *testing.T) {
	want := parse(t, plain).Morphology
	for _, tt := range []struct{ name, text string }{
		{"Windows", strings.ReplaceAll(plain, "\n", "\r\n")},
		{"old Macintosh", strings.ReplaceAll(plain, "\n", "\r")},
		{"byte order mark", "\ufeff" + plain},
		{"a line for every word", strings.ReplaceAll(plain, " ", "\n")},
		{"commas", strings.ReplaceAll(plain, " 0 ", ", 0, ")},
		{"sections", strings.ReplaceAll(plain, " 2)", " 2 S1)")},
		{"comments", strings.ReplaceAll(plain, "\n", " ; (a comment)\n")},
		{"spines", strings.ReplaceAll(plain, "(0 45 0 2)", "(0 45 0 2) <(Class 4 \"mushroom\") (0 46 3 1)> <(0 46 3 1)>")},
		{"markers", strings.ReplaceAll(plain, "(0 45 0 2)", "(Cross (0 20 0 1)) (0 45 0 2) (Dot (Name \"(\") (0 45 0 1))")},
		{"scientific", strings.ReplaceAll(plain, "45", "+4.5E+01")},
		{"a property for the name of the contour", strings.Replace(plain, `"CellBody"`, `"anything" (Color Red) (CellBody)`, 1)},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := parse(t, tt.text).Morphology
			if len(got.Sections) != len(want.Sections) || got.Area() != want.Area() || got.Length() != want.Length() {
				t.Errorf("got %d sections of %g µm², want %d of %g µm²", len(got.Sections), got.Area(), len(want.Sections), want.Area())
			}
		})
	}
}

func TestNotes(t *testing.T) {
	for _, tt := range []struct {
		name, text string
		want       []string
	}{
		{"nothing unusual", plain, nil},
		{"no type", strings.Replace(plain, "(Dendrite)", "(Color Red)", 1),
			[]string{"cell.asc:2: the tree has no type, want (Axon), (Dendrite) or (Apical): its sections are of type dend_0"}},
		{"outside", strings.Replace(plain, "(0 5 0 2)", "(0 9 0 2)", 1),
			[]string{"cell.asc:2: the tree begins 3.5 µm outside the box around the cell body: it is attached to the middle of the soma all the same, as in NEURON"}},
		{"type inside", strings.Replace(plain, "(0 45 0 2)", "(0 45 0 2) (Axon)", 1),
			[]string{"cell.asc:2: the type (Axon) inside a tree is not used, as in NEURON: branches have the type that stands in front of the first point"}},
		{"no soma", "((Axon) (1 2 3 1) (9 9 9 1))",
			[]string{"cell.asc:1: there is no contour of the cell body: the tree that begins here is the root"}},
		{"two points", plain + `("Soma" (1 2) (3 4))`,
			[]string{"cell.asc:3: a contour of the cell body with 2 points is left out, as NEURON does"}},
		{"depth", plain + `("Soma" (-5 -4 0) (3 -4 0) (2 4 0))`,
			[]string{"cell.asc:3: the contours of the cell body do not go on in one direction of z: its membrane area will be wrong, put them in order"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := parse(t, tt.text).Notes; strings.Join(got, "\n") != strings.Join(tt.want, "\n") {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

// The soma of a circle has the diameter of a sphere, and its area but for the ends,
// which are open and hold some 3 %.
func TestCircle(t *testing.T) {
	var b strings.Builder
	b.WriteString(`("CellBody"`)
	const radius, n = 8.0, 400
	for i := range n + 1 {
		a := 2 * math.Pi * float64(i) / n
		fmt.Fprintf(&b, " (%g %g 3 0)", radius*math.Cos(a), radius*math.Sin(a))
	}
	b.WriteString(")")
	m := parse(t, b.String()).Morphology
	near(t, "length", m.Length(), 2*radius, 1e-2)
	near(t, "area", m.Area(), 4*math.Pi*radius*radius, 3e-2)
}

// Whatever the text, there is a cell or an error, and a cell can be cut, with
// areas that add up.
func FuzzParse(f *testing.F) {
	for _, path := range []string{"cells/plain.asc", "cells/order.asc", "cells/stack.asc", "cells/nosoma.asc", "broken/everything.asc", "broken/unclosed.asc", "broken/flat.asc"} {
		text, err := os.ReadFile("testdata/" + path)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(text))
	}
	for _, seed := range []string{"", "(", ")", "((", "((|", "(((1 2 3 4)|(1 2 3 5)))", `("`, `("Soma"(1 2)(1 2)(1 2))`, "((1 1 1 1)<", `(Set "a" (Set "b"`,
		`("Soma" (0 0) (1e30 0) (0 1e30))`, `("Soma" (0 0) (1e-30 0) (0 1e-30))`} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		file, err := neurolucida.Parse("fuzz.asc", strings.NewReader(text))
		if err != nil {
			if !strings.HasPrefix(err.Error(), "fuzz.asc") {
				t.Errorf("message without a place: %v", err)
			}
			return
		}
		m := file.Morphology
		if m.Root() < 0 || m.Sections[m.Root()].Parent != morph.Root {
			t.Errorf("the cell has no root")
		}
		sum := 0.0
		for _, c := range m.Discretise(m.Same(3)).Compartments {
			sum += c.Area
		}
		if area := m.Area(); area < 1e30 && !(math.Abs(sum-area) <= 1e-9*area) {
			t.Errorf("compartments have the area %g, sections %g", sum, area)
		}
	})
}
