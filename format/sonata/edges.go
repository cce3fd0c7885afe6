package sonata

import (
	"fmt"
	"strings"

	"github.com/cajal-sim/cajal/format/hdf5"
)

// Edges is one population of connections between cells.
type Edges struct {
	Table
	Source, Target     string   // populations of nodes
	SourceID, TargetID []uint32 // node ids, shape (edges)
}

// ReadEdges reads all populations of a file of edges, in the order of their
// names. typesFile may be empty.
func ReadEdges(edgesFile, typesFile string) ([]*Edges, error) {
	return populations(edgesFile, "/edges", func(f *hdf5.File, path string) (*Edges, error) {
		return readEdges(f, path, typesFile)
	})
}

func readEdges(f *hdf5.File, path, typesFile string) (*Edges, error) {
	table, err := readTable(f, path, "edge", typesFile)
	if err != nil {
		return nil, err
	}
	e := &Edges{Table: *table}
	if e.Source, e.SourceID, err = e.ends(f, "source"); err != nil {
		return nil, err
	}
	e.Target, e.TargetID, err = e.ends(f, "target")
	return e, err
}

// ends reads one end of all edges and the population it is in.
func (e *Edges) ends(f *hdf5.File, side string) (string, []uint32, error) {
	path := e.path + "/" + side + "_node_id"
	ids, err := hdf5.Read[uint32](f, path)
	if err != nil {
		return "", nil, err
	}
	if len(ids) != e.Len() {
		return "", nil, fmt.Errorf("%s: %s has %d values, want %d as edge_type_id has", e.file, path, len(ids), e.Len())
	}
	for _, name := range []string{"node_population", "network"} { // "network" before SONATA 0.1
		if f.HasAttr(path, name) {
			population, err := f.AttrString(path, name)
			return population, ids, err
		}
	}
	source, target, ok := strings.Cut(e.Population, "_to_")
	if !ok {
		return "", nil, fmt.Errorf("%s: %s: attribute node_population is missing", e.file, path)
	}
	if side == "source" {
		return source, ids, nil
	}
	return target, ids, nil
}
