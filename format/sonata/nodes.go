package sonata

import (
	"fmt"

	"github.com/cajal-sim/cajal/format/hdf5"
)

// Nodes is one population of cells.
type Nodes struct {
	Table
	NodeID []uint32 // shape (nodes); 0, 1, … if the file has none
}

// ReadNodes reads all populations of a file of nodes, in the order of their
// names. typesFile may be empty.
func ReadNodes(nodesFile, typesFile string) ([]*Nodes, error) {
	return populations(nodesFile, "/nodes", func(f *hdf5.File, path string) (*Nodes, error) {
		return readNodes(f, path, typesFile)
	})
}

func readNodes(f *hdf5.File, path, typesFile string) (*Nodes, error) {
	table, err := readTable(f, path, "node", typesFile)
	if err != nil {
		return nil, err
	}
	n := &Nodes{Table: *table}
	ids := path + "/node_id"
	if !f.Exists(ids) {
		n.NodeID = make([]uint32, n.Len())
		for i := range n.NodeID {
			n.NodeID[i] = uint32(i)
		}
		return n, nil
	}
	if n.NodeID, err = hdf5.Read[uint32](f, ids); err != nil {
		return nil, err
	}
	if len(n.NodeID) != n.Len() {
		return nil, fmt.Errorf("%s: %s has %d values, want %d as node_type_id has", f.Path(), ids, len(n.NodeID), n.Len())
	}
	return n, n.checkIDs()
}

// checkIDs refuses a node id that two nodes have.
func (n *Nodes) checkIDs() error {
	row := make(map[uint32]int, len(n.NodeID))
	for i, id := range n.NodeID {
		if first, again := row[id]; again {
			return fmt.Errorf("%s: %s/node_id: rows %d and %d are both node %d", n.file, n.path, first, i, id)
		}
		row[id] = i
	}
	return nil
}

// Rows returns the row of every node id.
func (n *Nodes) Rows() map[uint32]int {
	row := make(map[uint32]int, len(n.NodeID))
	for i, id := range n.NodeID {
		row[id] = i
	}
	return row
}

// Positions returns the coordinates of the nodes in µm, shape (nodes) each. A
// coordinate that the file does not have is nil.
func (n *Nodes) Positions() (x, y, z []float64, err error) {
	for _, axis := range []struct {
		name string
		to   *[]float64
	}{{"x", &x}, {"y", &y}, {"z", &z}} {
		if err == nil && n.Has(axis.name) {
			*axis.to, err = n.Numbers(axis.name)
		}
	}
	return x, y, z, err
}
