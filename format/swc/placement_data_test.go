package swc_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/cajal-sim/cajal/format/hdf5"
	"github.com/cajal-sim/cajal/morph"
)

// The synapses of the SONATA example 9_cells name sections by id and say what type
// of section they mean and how far it is from the soma: ids, types and distances
// must fit together for all 1289 of them. There are three cells of each kind.
func TestSectionIDsOfSynapses(t *testing.T) {
	var cells []*morph.Morphology
	for _, kind := range []string{"Scnn1a_473845048", "Rorb_325404214", "Nr5a1_471087815"} {
		m := allenCell(t, kind)
		cells = append(cells, m, m, m)
	}
	checked := 0
	for _, population := range []string{"excvirt", "inhvirt"} {
		checked += checkSynapses(t, cells, population)
	}
	if checked != 1289 {
		t.Errorf("checked %d synapses, want 1289", checked)
	}
}

func checkSynapses(t *testing.T, cells []*morph.Morphology, population string) int {
	t.Helper()
	path := filepath.Join(data, "9_cells/network", population+"_cortex_edges.h5")
	if _, err := os.Stat(path); err != nil {
		t.Skipf("%s is not there: the SONATA examples are not part of the repository", path)
	}
	f, err := hdf5.Open(path)
	if err != nil {
		t.Skip(err) // libhdf5 is missing
	}
	defer f.Close()
	edges := "/edges/" + population + "_to_cortex/"
	cell := column[uint32](t, f, edges+"target_node_id")
	section := column[int32](t, f, edges+"0/sec_id")
	position := column[float64](t, f, edges+"0/sec_x")
	types := column[uint8](t, f, edges+"0/type")
	distances := column[float64](t, f, edges+"0/dist")
	for i := range section {
		m, p := cells[cell[i]], morph.Place{Section: int(section[i]), Position: position[i]}
		if got := m.Sections[p.Section].Type; got != morph.Type(types[i]) {
			t.Errorf("%s synapse %d: section %d is of type %v, want %v", population, i, p.Section, got, morph.Type(types[i]))
		}
		// The file was written with an older NEURON: four in five distances agree
		// to 1e-9, and all to 3e-6.
		near(t, population+" distance", m.Distance(m.Origin(), p), distances[i], 1e-5)
	}
	return len(section)
}

func column[T hdf5.Number](t *testing.T, f *hdf5.File, path string) []T {
	t.Helper()
	values, err := hdf5.Read[T](f, path)
	if err != nil {
		t.Fatal(err)
	}
	return values
}
