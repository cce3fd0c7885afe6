package sonata

import (
	"path/filepath"
	"slices"
	"testing"
)

// testdata/library.h5 was written by h5py 3.7: text and enumerated attributes.
func TestEnumeratedAttributes(t *testing.T) {
	need(t)
	nodes, err := ReadNodes(filepath.Join("testdata", "library.h5"), "")
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string][]string{"layer": {"L5", "L4", "L5"}, "morphology": {"a", "b", "c"}} {
		if got, err := nodes[0].Texts(name); err != nil || !slices.Equal(got, want) {
			t.Errorf("%s: %q %v, want %q", name, got, err, want)
		}
	}
	_, err = nodes[0].Texts("bad")
	messages(t, "index", "testdata", err, "DIR/library.h5: /nodes/v1/0/@library/bad has 2 names, but value 1 asks for number 5")
	_, err = nodes[0].Numbers("morphology")
	messages(t, "text", "testdata", err, "DIR/library.h5: /nodes/v1/0/morphology: holds text, want numbers")
}
