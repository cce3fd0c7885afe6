package cable

import (
	"fmt"
	"math"
)

// Tree is one cell cut into compartments, or several cells that share nothing:
// a forest. Compartments are in an order in which parents stand before their
// children and roots before everything else; [Sort] finds one.
type Tree struct {
	// Parent of each compartment, −1 at a root.
	Parent []int32
	// C is each compartment's capacitance in nF. It is 0 at a joint: a point
	// where branches meet, without membrane, whose potential follows from its
	// neighbours'.
	C []float64
	// G is the axial conductance from each compartment to its parent in µS,
	// 0 at a root.
	G []float64
}

// Len is the number of compartments.
func (t *Tree) Len() int { return len(t.Parent) }

// Roots is the number of roots. They are the first compartments.
func (t *Tree) Roots() int {
	for k, p := range t.Parent {
		if p >= 0 {
			return k
		}
	}
	return len(t.Parent)
}

// Check says what is wrong with a tree: the first compartment that stands before
// its parent, is not connected, or has an impossible capacitance.
func (t *Tree) Check() error {
	if len(t.C) != t.Len() || len(t.G) != t.Len() {
		return fmt.Errorf("cable: a tree has %d parents, %d capacitances and %d axial conductances, want as many of each",
			t.Len(), len(t.C), len(t.G))
	}
	if t.Len() == 0 {
		return fmt.Errorf("cable: a tree has no compartments, want at least 1")
	}
	roots := t.Roots()
	for k := range t.Parent {
		if err := t.checkCompartment(k, k < roots); err != nil {
			return err
		}
	}
	return nil
}

func (t *Tree) checkCompartment(k int, root bool) error {
	p, c, g := int(t.Parent[k]), t.C[k], t.G[k]
	switch {
	case !root && p < 0:
		return fmt.Errorf("cable: compartment %d is a root but stands behind others, want roots first; Sort does that", k)
	case !root && p >= k:
		return fmt.Errorf("cable: compartment %d has parent %d, want one that stands before it; Sort does that", k, p)
	case !(c >= 0) || math.IsInf(c, 0):
		return fmt.Errorf("cable: compartment %d has capacitance %g nF, want a finite number ≥ 0", k, c)
	case root && c == 0:
		return fmt.Errorf("cable: compartment %d is a root without capacitance, want > 0 nF; take a compartment with membrane as the root", k)
	case root && g != 0:
		return fmt.Errorf("cable: compartment %d is a root with axial conductance %g µS, want 0", k, g)
	case !root && (!(g > 0) || math.IsInf(g, 0)):
		return fmt.Errorf("cable: compartment %d has axial conductance %g µS to its parent, want a finite number > 0", k, g)
	}
	return nil
}

// Sort returns the compartments of a tree in the order in which it is solved
// fastest: by their distance from the root, counted in compartments; those at
// the same distance as they were. Neighbours in this order hardly ever wait for
// each other, so that a processor works on several branches at a time. Parents
// may stand anywhere.
func Sort(parent []int32) ([]int32, error) {
	depth, err := depths(parent)
	if err != nil {
		return nil, err
	}
	start := make([]int32, 1)
	for _, d := range depth {
		for int(d)+1 >= len(start) {
			start = append(start, 0)
		}
		start[d+1]++
	}
	for d := 1; d < len(start); d++ {
		start[d] += start[d-1]
	}
	order := make([]int32, len(parent))
	for k, d := range depth {
		order[start[d]] = int32(k)
		start[d]++
	}
	return order, nil
}

// together changes an order so that compartments of a kind follow each other, as far as
// parents come first. Those of a kind stay in their order.
func together(order, parent []int32, kind []int) []int32 {
	placed := make([]bool, len(parent))
	out := make([]int32, 0, len(order))
	for len(order) > 0 {
		present := kind[order[0]]
		var later []int32
		for _, k := range order {
			if p := parent[k]; kind[k] == present && (p < 0 || placed[p]) {
				out = append(out, k)
				placed[k] = true
			} else {
				later = append(later, k)
			}
		}
		order = later
	}
	return out
}

// depths returns the number of compartments between each one and its root.
func depths(parent []int32) ([]int32, error) {
	depth := make([]int32, len(parent))
	for k := range depth {
		depth[k] = -1
	}
	var path []int32
	for k := range parent {
		path = path[:0]
		j := int32(k)
		for j >= 0 && depth[j] < 0 {
			if p := parent[j]; p < -1 || int(p) >= len(parent) {
				return nil, fmt.Errorf("cable: compartment %d has parent %d, want −1 or one of %d compartments", j, p, len(parent))
			}
			if len(path) == len(parent) {
				return nil, fmt.Errorf("cable: compartment %d is its own ancestor, want a tree", j)
			}
			path = append(path, j)
			j = parent[j]
		}
		d := int32(-1)
		if j >= 0 {
			d = depth[j]
		}
		for i := len(path) - 1; i >= 0; i-- {
			d++
			depth[path[i]] = d
		}
	}
	return depth, nil
}

// Permute returns the tree with its compartments in another order: compartment k
// of the result is compartment order[k] of t.
func (t *Tree) Permute(order []int32) *Tree {
	if len(order) != t.Len() {
		panic(fmt.Sprintf("BUG: cable: an order of %d for %d compartments", len(order), t.Len()))
	}
	place := inverse(order)
	p := &Tree{make([]int32, t.Len()), make([]float64, t.Len()), make([]float64, t.Len())}
	for k, old := range order {
		p.Parent[k], p.C[k], p.G[k] = -1, t.C[old], t.G[old]
		if parent := t.Parent[old]; parent >= 0 {
			p.Parent[k] = place[parent]
		}
	}
	return p
}

// inverse returns where each element went.
func inverse(order []int32) []int32 {
	place := make([]int32, len(order))
	for k, old := range order {
		place[old] = int32(k)
	}
	return place
}
