package swc_test

import (
	"bytes"
	"os"
	"path/filepath"
	"reflect"
	"testing"

	"github.com/cajal-sim/cajal/format/swc"
	"github.com/cajal-sim/cajal/morph"
)

// rewritten writes a morphology and reads it again.
func rewritten(t testing.TB, m *morph.Morphology) (*morph.Morphology, []byte) {
	t.Helper()
	var b bytes.Buffer
	if err := swc.Write(&b, m, "made by a test"); err != nil {
		t.Fatal(err)
	}
	text := bytes.Clone(b.Bytes())
	f, err := swc.Parse("rewritten", &b)
	if err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	return f.Morphology, text
}

// same compares what is electrically and geometrically there.
func same(t *testing.T, got, want *morph.Morphology) {
	t.Helper()
	if len(got.Sections) != len(want.Sections) {
		t.Fatalf("got %d sections, want %d", len(got.Sections), len(want.Sections))
	}
	for i := range want.Sections {
		if !reflect.DeepEqual(got.Sections[i], want.Sections[i]) {
			g, w := got.Sections[i], want.Sections[i]
			t.Fatalf("section %s: got %d points from %v on section %d(%g), want %d from %v on %d(%g), or another point differs",
				want.Name(i), len(g.Points), g.Points[0], g.Parent, g.At, len(w.Points), w.Points[0], w.Parent, w.At)
		}
	}
}

func TestWriteReadsAlike(t *testing.T) {
	for _, name := range []string{"sphere", "threepoint", "contour", "branchedsoma", "nosoma", "types", "twice", "loose"} {
		t.Run(name, func(t *testing.T) {
			m, err := swc.Read("testdata/cells/" + name + ".swc")
			if err != nil {
				t.Fatal(err)
			}
			got, text := rewritten(t, m)
			same(t, got, m)
			if t.Failed() {
				t.Logf("%s", text)
			}
		})
	}
}

func TestWriteAllenCells(t *testing.T) {
	for _, cell := range allen {
		t.Run(cell.name, func(t *testing.T) {
			path := filepath.Join(data, "shared_components/morphologies", cell.name+"_m.swc")
			if _, err := os.Stat(path); err != nil {
				t.Skipf("%s is not there", path)
			}
			m, err := swc.Read(path)
			if err != nil {
				t.Fatal(err)
			}
			got, _ := rewritten(t, m)
			same(t, got, m)
		})
	}
}
