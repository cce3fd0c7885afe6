package ir

import (
	"fmt"
	"slices"
)

// Adjoint is the reverse mode of a kernel: given ∂loss/∂(what the kernel wrote),
// it adds up ∂loss/∂(what the kernel read).
//
// The columns of Kernel begin with those of the forward kernel, under the same
// numbers and with the values from before the forward call; then come the
// gradients. A column that the forward kernel both reads and writes has two:
// After, of its new value, is read, and Before, of its old one, is added to. A
// run is differentiated by calling the adjoints of its kernels in reverse order,
// each Before being the After of the kernel that ran earlier; in the end Setup's
// adjoint takes the gradients of derived values to the parameters.
//
// A Before has one element per lane even where the forward column has one for
// all: its caller sums over the lanes. A shared column that lanes only add to (a
// delivery) has no Before: its gradient stays what it is.
type Adjoint struct {
	Kernel *Kernel
	After  []int // by forward column: gradient of its value after the call; −1 where it does not matter
	Before []int // by forward column: gradient of its value before the call; −1 where nothing flows back
	Spike  int   // gradient of the spike mask, taken as 0 or 1; −1 as in After
	Offset int   // gradient of the spike's offset; −1 as in After
}

// Adjoint differentiates a kernel in reverse mode. A spike is differentiated by
// the surrogate of the given steepness (1/unit of its distance to threshold);
// other comparisons, counts and random numbers are constants, and so are time,
// the step and the refractory count.
func (k *Kernel) Adjoint(steepness float64) (*Adjoint, error) {
	if err := k.reversible(); err != nil {
		return nil, err
	}
	r := newReverse(k, steepness)
	r.seed(r.outputs())
	r.sweep()
	r.collect()
	return r.out, nil
}

// reversible fails where what a lane reads or leaves behind depends on other lanes.
func (k *Kernel) reversible() error {
	for _, s := range k.Stores {
		switch c := k.Columns[s.Column]; {
		case c.Access == ByIndex && !s.Add:
			return fmt.Errorf("kernel %s has no adjoint: lanes overwrite each other in column %s", k.Name, c.Name)
		case c.Access != Own && s.Add && k.reads(s.Column):
			return fmt.Errorf("kernel %s has no adjoint: column %s is read while lanes add to it", k.Name, c.Name)
		}
	}
	return nil
}

func (k *Kernel) reads(column int) bool {
	return slices.ContainsFunc(k.Nodes, func(n Node) bool { return n.Op == Load && int(n.Slot) == column })
}

// reverse is the work of Adjoint. Its graph begins with the forward values; a
// Load's slot is a column of the new kernel.
type reverse struct {
	g         *Graph
	forward   *Kernel
	at        []Ref // node of the forward kernel → graph
	steepness float64
	active    []bool        // by forward value: it depends on something that has a gradient
	gradient  map[Ref]Ref   // ∂loss/∂(forward value), so far
	unread    map[int32]int // matrix → entries of its exponential yet to be visited
	wild      map[Ref]bool  // memory of mayBeInfinite
	out       *Adjoint
}

func newReverse(k *Kernel, steepness float64) *reverse {
	none := slices.Repeat([]int{-1}, len(k.Columns))
	r := &reverse{
		g: NewGraph(), forward: k, steepness: steepness,
		gradient: map[Ref]Ref{}, unread: map[int32]int{}, wild: map[Ref]bool{},
		out: &Adjoint{
			Kernel: &Kernel{Name: k.Name + " adjoint", Elem: k.Elem, Columns: slices.Clone(k.Columns), Spike: None, Offset: None},
			After:  slices.Clone(none), Before: none, Spike: -1, Offset: -1,
		},
	}
	for _, n := range k.Nodes {
		r.at = append(r.at, r.g.take(n, k.Matrices, r.node))
	}
	return r
}

// node finds a node of the forward kernel in the graph.
func (r *reverse) node(a Ref) Ref {
	if a == None {
		return None
	}
	return r.at[a]
}

// outputs gives, by column, what the forward kernel leaves there, or adds to it
// if it is shared; None where it does nothing. Old values are part of it, so
// that what a mask or an Add lets through needs no rule of its own.
func (r *reverse) outputs() []Ref {
	left := slices.Repeat([]Ref{None}, len(r.forward.Columns))
	for _, s := range r.forward.Stores {
		before := left[s.Column]
		if before == None {
			before = r.old(s)
		}
		value := r.node(s.Value)
		if s.Add {
			value = r.g.Add(before, value)
		}
		if s.Mask != None {
			value = r.g.Select(r.node(s.Mask), value, before, Pos{})
		}
		left[s.Column] = value
	}
	return left
}

// old is what a store finds in its column, as far as this lane has to do with it.
func (r *reverse) old(s Store) Ref {
	if s.Add && r.forward.Columns[s.Column].Access != Own {
		return r.g.Const(0)
	}
	return r.g.Load(s.Column, Pos{})
}

// seed makes the columns of the gradients that come in.
func (r *reverse) seed(left []Ref) {
	spike, offset := r.node(r.forward.Spike), r.node(r.forward.Offset)
	r.findActive()
	for c, value := range left {
		r.out.After[c] = r.incoming(value, r.forward.Columns[c])
	}
	r.out.Spike = r.incoming(spike, Column{Name: "spike", Symbol: -1, Role: Gradient})
	r.out.Offset = r.incoming(offset, Column{Name: "offset", Symbol: -1, Role: Gradient})
}

// incoming adds a column with the gradient of a value, unless that counts as a constant.
func (r *reverse) incoming(value Ref, of Column) int {
	if value == None || !r.active[value] || !hasGradient(&of) {
		return -1
	}
	c := r.column(of, "grad "+of.Name+" after")
	r.add(value, r.g.Load(c, Pos{}))
	return c
}

func (r *reverse) column(of Column, name string) int {
	of.Name, of.Role = name, Gradient
	r.out.Kernel.Columns = append(r.out.Kernel.Columns, of)
	return len(r.out.Kernel.Columns) - 1
}

// collect stores the gradients of what the forward kernel read.
func (r *reverse) collect() {
	k := r.out.Kernel
	var roots []Ref
	for c, of := range r.forward.Columns {
		total, ok := r.gradient[r.g.Load(c, Pos{})]
		if !ok {
			continue
		}
		if of.Access == One {
			of.Access = Own
		}
		r.out.Before[c] = r.column(of, "grad "+of.Name)
		roots = append(roots, total)
		k.Stores = append(k.Stores, Store{Column: r.out.Before[c], Value: total, Mask: None, Add: true})
	}
	at := k.fill(r.g, roots, func(slot int) int { return slot })
	for i := range k.Stores {
		k.Stores[i].Value = at[k.Stores[i].Value]
	}
}
