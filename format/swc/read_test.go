package swc_test

import (
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/cajal-sim/cajal/format/swc"
	"github.com/cajal-sim/cajal/morph"
)

func parse(t testing.TB, text string) *swc.File {
	t.Helper()
	f, err := swc.Parse("cell.swc", strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	return f
}

const plain = `1 1 0 0 0 5 -1
2 3 0 6 0 1 1
3 3 0 1.6e1 0 1 2
4 3 8 20 0 0.5 3
5 3 -8 20 0 0.5 3
`

// The same cell in other spellings.
func TestSpellings(t *testing.T) {
	want := parse(t, plain).Morphology
	for _, tt := range []struct {
		name string
		text string
	}{
		{"Windows", strings.ReplaceAll(plain, "\n", "\r\n")},
		{"old Macintosh", strings.ReplaceAll(plain, "\n", "\r")},
		{"tabs", strings.ReplaceAll(plain, " ", "\t")},
		{"byte order mark", "\ufeff" + plain},
		{"blank and indented lines", "\n  " + strings.ReplaceAll(plain, "\n", "\n\n   \n\t ")},
		{"comments", "# head\n#\n" + strings.ReplaceAll(plain, "\n", " # tail\n") + "#end"},
		{"no end of the last line", strings.TrimSuffix(plain, "\n")},
		{"scientific", strings.ReplaceAll(plain, " 20 ", " 2.0E+01 ")},
		{"decimals in whole numbers", strings.ReplaceAll(plain, "5 3 ", "5.0 3.000 ")},
		{"gaps in the ids", strings.NewReplacer("5 3 -8", "50 3 -8", "4 3 8", "17 3 8").Replace(plain)},
		{"lines in another order", reversed(plain)},
		{"root's parent 0", strings.ReplaceAll(plain, " -1\n", " 0\n")},
		{"root's parent −2", strings.ReplaceAll(plain, " -1\n", " -2\n")},
		{"more columns", strings.ReplaceAll(plain, "\n", " 7 1.5\n")},
		{"children before parents", "8 1 0 0 0 5 -1\n7 3 0 6 0 1 8\n6 3 0 16 0 1 7\n5 3 8 20 0 0.5 6\n9 3 -8 20 0 0.5 6"},
	} {
		t.Run(tt.name, func(t *testing.T) { same(t, parse(t, tt.text).Morphology, want) })
	}
}

func reversed(text string) string {
	lines := strings.Split(text, "\n")
	for i, k := 0, len(lines)-1; i < k; i, k = i+1, k-1 {
		lines[i], lines[k] = lines[k], lines[i]
	}
	return strings.Join(lines, "\n")
}

func TestNotes(t *testing.T) {
	for _, tt := range []struct {
		name, text string
		want       []string
	}{
		{"nothing unusual", plain, nil},
		{"more columns", "1 1 0 0 0 5 -1 9\n2 3 0 6 0 1 1 9\n",
			[]string{"cell.swc:1: columns behind the seventh are not used"}},
		{"no soma", "1 3 0 0 0 1 -1\n2 3 0 6 0 1 1\n",
			[]string{"cell.swc:1: there is no soma (type 1): the root sample 1 is of type 3"}},
		{"root's parent 0", "1 1 0 0 0 1 0\n2 3 0 6 0 1 1\n3 3 0 9 0 1 2\n",
			[]string{"cell.swc:1: parent 0 is not in the file: sample 1 is taken as the root"}},
		{"order", "1 3 0 6 0 1 2\n2 1 0 0 0 5 -1\n",
			[]string{"cell.swc:1: parent 2 comes after its child 1: samples were put in order, section ids follow the new order"}},
		{"pieces of the axon", "1 1 0 0 0 5 -1\n2 2 0 60 0 1 -1\n3 2 0 66 0 1 2\n4 2 9 9 0 1 -1\n5 2 9 12 0 1 4\n",
			[]string{"cell.swc:2: 2 pieces of the axon have no parent, the first begins with sample 2: they are attached to the soma, as in NEURON"}},
		{"empty section", "1 1 0 0 0 5 -1\n2 3 0 6 0 1 1\n3 3 0 6 0 1 2\n",
			[]string{"cell.swc:3: the section that ends here has length 0 and is left out"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := parse(t, tt.text).Notes; strings.Join(got, "\n") != strings.Join(tt.want, "\n") {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

// Two dendrites of one sample at the soma, one with a child further down: NEURON
// 8.2 joins the sample on line 3 to that on line 4, though both are children of
// the soma.
func TestStrangersStayApart(t *testing.T) {
	f := parse(t, "1 1 0 0 0 5 -1\n2 3 0 6 0 1 1\n3 3 6 0 0 1 1\n4 3 -6 0 0 1 1\n5 3 16 0 0 1 3\n")
	m := f.Morphology
	got := []morph.Vec{}
	for _, i := range m.OfType(morph.Dend) {
		got = append(got, m.Sections[i].Points[len(m.Sections[i].Points)-1].Vec)
	}
	want := []morph.Vec{{0, 6, 0}, {6, 0, 0}, {-6, 0, 0}, {16, 0, 0}}
	if len(got) != len(want) || got[0] != want[0] || got[1] != want[1] || got[2] != want[2] || got[3] != want[3] {
		t.Errorf("dendrites end at %v, want %v", got, want)
	}
	if s := m.Sections[4]; s.Parent != 2 || s.At != 1 {
		t.Errorf("the child is attached to section %d(%g), want 2(1)", s.Parent, s.At)
	}
	if len(f.Notes) != 1 || !strings.Contains(f.Notes[0], "cell.swc:3: ") {
		t.Errorf("got notes %q, want one on line 3", f.Notes)
	}
}

// A sphere of radius r has the area 4πr² of the cylinder that stands for it.
func TestSphere(t *testing.T) {
	m := parse(t, "1 1 3 -2 1 6.25 -1\n").Morphology
	near(t, "area", m.Area(), 4*math.Pi*6.25*6.25, 1e-14)
	near(t, "length", m.Length(), 12.5, 1e-14)
	if c := m.Centre(); c != (morph.Vec{3, -2, 1}) {
		t.Errorf("centre is %v, want the sample", c)
	}
}

// NEURON 8.2.2's numbers by h.lambda_f(100) for testdata/cells.
func TestLambdaRule(t *testing.T) {
	for _, tt := range []struct {
		name          string
		share, ra, cm float64 // Ω·cm, µF/cm²
		want          []int
	}{
		{"sphere", 0.1, 150, 1, []int{1, 3, 1, 1, 1, 1, 1, 1, 1, 3, 3, 3}},
		{"sphere", 0.01, 100, 2, []int{3, 29, 5, 3, 5, 5, 9, 7, 13, 21, 15, 15}},
		{"contour", 0.1, 150, 1, []int{1, 3, 3, 1, 1, 1}},
		{"contour", 0.01, 100, 2, []int{3, 25, 23, 9, 13, 9}},
		{"types", 0.1, 150, 1, []int{3, 1, 5, 1, 1, 3, 1, 3}},
		{"types", 0.01, 100, 2, []int{15, 3, 37, 5, 5, 21, 13, 15}},
	} {
		m, err := swc.Read("testdata/cells/" + tt.name + ".swc")
		if err != nil {
			t.Fatal(err)
		}
		got := m.ByLambda(tt.share, 0.1, func(int) (float64, float64) { return tt.ra * 0.01, tt.cm * 1e-5 })
		for i := range tt.want {
			if len(got) != len(tt.want) || got[i] != tt.want[i] {
				t.Errorf("%s, share %g: got %v, want %v", tt.name, tt.share, got, tt.want)
				break
			}
		}
	}
}

// BMTK hands on points of six digits: 231.5732 and 243.4156 become 231.573 and 243.416, so
// that a sphere of 11.8424 µm is 11.843 µm long. Single precision has 1.5·10⁻⁵ µm there.
func TestReadDigits(t *testing.T) {
	path := filepath.Join(t.TempDir(), "far.swc")
	if err := os.WriteFile(path, []byte("1 1 237.4944 233.8336 35.28 5.9212 -1\n2 3 232.5 230.7 35.28 0.3 1\n3 3 231.4 231.2 35.28 0.3 2\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	for digits, want := range map[int]float64{6: 11.843, 8: 11.8424} {
		m, err := swc.ReadDigits(path, digits)
		if err != nil {
			t.Fatal(err)
		}
		if got := m.Sections[0].Length(); math.Abs(got-want) > 4e-5 {
			t.Errorf("%d digits: the soma is %g µm long, want %g", digits, got, want)
		}
	}
}

// The figures are those of BMTK's way to replace the axon, in NEURON 8.2.2.
func TestAllActiveAxon(t *testing.T) {
	m, err := swc.Read("testdata/cells/sphere.swc")
	if err != nil {
		t.Fatal(err)
	}
	s, err := morph.AllActive(m)
	if err != nil {
		t.Fatal(err)
	}
	if m, err = m.Operate(s); err != nil {
		t.Fatal(err)
	}
	n := len(m.Sections)
	first, second := m.Sections[n-2], m.Sections[n-1]
	near(t, "diameter", first.Diameter(), 0.5943793058395386, 1e-7) // NEURON keeps single precision
	near(t, "area", second.Area(), 56.01892982013886, 1e-7)
	want := morph.Point{Vec: morph.Vec{67.8, -1.25, 2}, Diameter: second.Diameter()}
	if got := second.Point(1); math.Abs(got.Vec[0]-want.Vec[0]) > 1e-5 || got.Vec[1] != want.Vec[1] || got.Vec[2] != want.Vec[2] {
		t.Errorf("the axon ends at %v, want %v", got.Vec, want.Vec)
	}
	if first.Parent != 0 || first.At != 1 || second.Parent != n-2 || second.At != 1 {
		t.Errorf("attached to %d(%g), %d(%g), want 0(1), %d(1)", first.Parent, first.At, second.Parent, second.At, n-2)
	}
}

// Whatever the text, there is a cell or an error, and a cell can be cut, with
// areas that add up, and written.
func FuzzParse(f *testing.F) {
	for _, seed := range []string{plain, reversed(plain), "", "1 1 0 0 0 1 -1", "1 1 0 0 0 5 -1\n2 1 0 5 0 5 1\n3 1 0 -5 0 5 1\n4 3 9 9 9 1 1\n",
		"1 1 0 0 0 5 -1\n2 3 0 6 0 1 1\n3 3 6 0 0 1 1\n4 3 -6 0 0 1 1\n5 3 16 0 0 1 3\n", "2 2 1 1 1 1 3\n3 3 3 3 3 3 2", "1 1 0 0 0 1e38 -1\n2 3 1e38 0 0 1e-38 1"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		file, err := swc.Parse("fuzz.swc", strings.NewReader(text))
		if err != nil {
			if !strings.HasPrefix(err.Error(), "fuzz.swc") {
				t.Errorf("message without a place: %v", err)
			}
			return
		}
		m := file.Morphology
		sum := 0.0
		for _, c := range m.Discretise(m.Same(3)).Compartments {
			sum += c.Area
		}
		if area := m.Area(); area < 1e30 && !(math.Abs(sum-area) <= 1e-9*area) {
			t.Errorf("compartments have the area %g, sections %g", sum, area)
		}
		var b strings.Builder
		if err := swc.Write(&b, m, ""); err != nil {
			t.Error(err)
		}
	})
}
