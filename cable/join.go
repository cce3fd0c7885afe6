package cable

import (
	"fmt"
	"math"
)

// Branch is an unbranched run of compartments, from its near end, 0, to its far
// end, 1.
type Branch struct {
	// Parent is the branch that it grows from, which stands before it; −1 for
	// the first one of a cell.
	Parent int
	// At is the compartment of the parent that its near end is connected to,
	// at the centre, or one of the ends, NearEnd or FarEnd.
	At int
	// C is each compartment's capacitance in nF.
	C []float64
	// Near and Far are the axial resistances in MΩ between each compartment's
	// centre and its border towards the near and the far end.
	Near, Far []float64
	// KeepNear and KeepFar say that something is attached to the end itself
	// or that its potential is wanted. Near ends of branches that grow from
	// another one are that one's places.
	KeepNear, KeepFar bool
	// Kind is any number. Compartments of branches of a kind are put together, so that
	// what is only in them is in few runs of elements.
	Kind int
}

// The ends of a branch as places to connect another one to.
const (
	NearEnd = -1
	FarEnd  = -2
)

// Joined is a tree made of branches, and where the branches' parts are in it.
type Joined struct {
	*Tree
	// Compartment is the place of each branch's compartments.
	Compartment [][]int32
	// Near and Far are the places of each branch's ends; −1 where the end is
	// not part of the tree, since nothing depends on it.
	Near, Far []int32
}

// Join connects branches as NEURON connects sections: compartments' centres to
// their common borders by half their axial resistances, and branches to the ends
// of others, which have no membrane. An end that joins no more than two
// compartments, and is not to be kept, becomes a part of the resistance between
// them, exactly; the others are joints, compartments with C = 0. Compartments
// come in the order of [Sort], within their kinds.
func Join(branches []Branch) (*Joined, error) {
	j := joiner{Joined: Joined{Tree: &Tree{}}}
	for i := range branches {
		if err := j.add(branches, i); err != nil {
			return nil, fmt.Errorf("cable: branch %d: %w", i, err)
		}
	}
	return j.finish()
}

// joiner is a tree that grows.
type joiner struct {
	Joined
	r    []float64 // resistance to the parent, MΩ
	keep []bool    // no joint, or one to be kept
	kind []int     // of the branch
}

// node adds a compartment or joint and returns its place.
func (j *joiner) node(parent int32, c, r float64, keep bool, kind int) int32 {
	j.Parent, j.C = append(j.Parent, parent), append(j.C, c)
	j.r, j.keep, j.kind = append(j.r, r), append(j.keep, keep), append(j.kind, kind)
	return int32(len(j.Parent) - 1)
}

// add adds a branch with its far end, and with its near end if it is the first
// one of a cell: as a side branch of its first compartment, so that joints are
// never roots.
func (j *joiner) add(branches []Branch, i int) error {
	b := &branches[i]
	if err := b.check(branches[:i]); err != nil {
		return err
	}
	parent, r := int32(-1), 0.0
	if b.Parent >= 0 {
		parent = j.place(b.Parent, b.At)
	}
	near := parent
	places := make([]int32, len(b.C))
	for k, c := range b.C {
		places[k] = j.node(parent, c, r+b.Near[k], true, b.Kind)
		parent, r = places[k], b.Far[k]
	}
	if b.Parent < 0 {
		near = j.node(places[0], 0, b.Near[0], b.KeepNear, b.Kind)
	}
	j.Compartment = append(j.Compartment, places)
	j.Near = append(j.Near, near)
	j.Far = append(j.Far, j.node(parent, 0, r, b.KeepFar, b.Kind))
	return nil
}

// check says what is wrong with a branch that follows others.
func (b *Branch) check(before []Branch) error {
	n := len(b.C)
	if n == 0 || len(b.Near) != n || len(b.Far) != n {
		return fmt.Errorf("%d capacitances, %d near and %d far resistances, want as many of each, at least 1", n, len(b.Near), len(b.Far))
	}
	for k := range n {
		if !(b.C[k] > 0) || math.IsInf(b.C[k], 0) {
			return fmt.Errorf("compartment %d has capacitance %g nF, want a finite number > 0", k, b.C[k])
		}
		for _, r := range []float64{b.Near[k], b.Far[k]} {
			if !(r > 0) || math.IsInf(r, 0) {
				return fmt.Errorf("compartment %d has axial resistance %g MΩ, want a finite number > 0", k, r)
			}
		}
	}
	if b.Parent < -1 || b.Parent >= len(before) {
		return fmt.Errorf("it grows from branch %d, want −1 or a branch that stands before it", b.Parent)
	}
	if b.Parent >= 0 && (b.At < FarEnd || b.At >= len(before[b.Parent].C)) {
		return fmt.Errorf("it grows from compartment %d of branch %d, want one of %d, or an end", b.At, b.Parent, len(before[b.Parent].C))
	}
	return nil
}

// place is where a branch's compartment or end is.
func (j *joiner) place(branch, at int) int32 {
	switch at {
	case NearEnd:
		return j.Near[branch]
	case FarEnd:
		return j.Far[branch]
	}
	return j.Compartment[branch][at]
}

// finish leaves out joints that nothing depends on, and sorts what remains.
func (j *joiner) finish() (*Joined, error) {
	place := j.prune()
	t := &Tree{}
	var kind []int
	for k, p := range j.Parent {
		if place[k] < 0 {
			continue
		}
		g := 0.0
		if p >= 0 {
			g, p = 1/j.r[k], place[p]
		}
		t.Parent, t.C, t.G = append(t.Parent, p), append(t.C, j.C[k]), append(t.G, g)
		kind = append(kind, j.kind[k])
	}
	order, err := Sort(t.Parent)
	if err != nil {
		return nil, err
	}
	order = together(order, t.Parent, kind)
	j.Tree = t.Permute(order)
	sorted := inverse(order)
	for k, p := range place {
		if p >= 0 {
			place[k] = sorted[p]
		}
	}
	for _, places := range append(j.Compartment, j.Near, j.Far) {
		for i, k := range places {
			places[i] = place[k]
		}
	}
	return &j.Joined, j.Check()
}

// prune makes joints with at most one child, unless they are to be kept, parts
// of the resistance between that child and their parent, which is a compartment.
// It returns the places of what remains, numbered anew, −1 for what does not.
func (j *joiner) prune() []int32 {
	children := make([]int, len(j.Parent))
	for _, p := range j.Parent {
		if p >= 0 {
			children[p]++
		}
	}
	place := make([]int32, len(j.Parent))
	n := int32(0)
	for k, p := range j.Parent {
		if !j.keep[k] && children[k] <= 1 {
			place[k] = -1
			continue
		}
		if p >= 0 && place[p] < 0 {
			j.r[k] += j.r[p]
			j.Parent[k] = j.Parent[p]
		}
		place[k] = n
		n++
	}
	return place
}
