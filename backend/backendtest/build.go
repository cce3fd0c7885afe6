package backendtest

import (
	"fmt"
	"strings"

	"github.com/cajal-sim/cajal/ir"
)

// builder makes kernels node by node, without the folding of ir.Graph: a back-end must
// compute whatever it is given.
type builder struct{ k *ir.Kernel }

func newBuilder(name string, elem ir.Elem) *builder {
	return &builder{&ir.Kernel{Name: name, Elem: elem, Spike: ir.None, Offset: ir.None}}
}

// column declares a column; index is the index table of ByIndex.
func (b *builder) column(name string, access ir.Access, index int) int {
	b.k.Columns = append(b.k.Columns, ir.Column{Name: name, Access: access, Index: index})
	return len(b.k.Columns) - 1
}

func (b *builder) add(n ir.Node) ir.Ref {
	b.k.Nodes = append(b.k.Nodes, n)
	return ir.Ref(len(b.k.Nodes) - 1)
}

func (b *builder) load(column int) ir.Ref {
	return b.add(ir.Node{Op: ir.Load, A: ir.None, B: ir.None, C: ir.None, Slot: int32(column)})
}

func (b *builder) constant(x float64) ir.Ref {
	return b.add(ir.Node{Op: ir.Const, A: ir.None, B: ir.None, C: ir.None, Imm: x})
}

// op appends an operation with its arguments.
func (b *builder) op(op ir.Op, args ...ir.Ref) ir.Ref {
	n := ir.Node{Op: op, A: ir.None, B: ir.None, C: ir.None}
	for i, a := range args {
		*[]*ir.Ref{&n.A, &n.B, &n.C}[i] = a
	}
	return b.add(n)
}

// random appends a random number of a stream.
func (b *builder) random(op ir.Op, stream int, args ...ir.Ref) ir.Ref {
	r := b.op(op, args...)
	b.k.Nodes[r].Slot = int32(stream)
	return r
}

func (b *builder) store(column int, value ir.Ref) {
	b.k.Stores = append(b.k.Stores, ir.Store{Column: column, Value: value, Mask: ir.None})
}

// list prints a kernel, a node a line.
func list(k *ir.Kernel) string {
	var b strings.Builder
	for i := range k.Columns {
		fmt.Fprintf(&b, "column %d %s access %d index %d\n", i, k.Columns[i].Name, k.Columns[i].Access, k.Columns[i].Index)
	}
	for i := range k.Nodes {
		n := &k.Nodes[i]
		fmt.Fprintf(&b, "%%%d = %v %v slot %d imm %g\n", i, n.Op, n.Args(), n.Slot, n.Imm)
	}
	for _, s := range k.Stores {
		fmt.Fprintf(&b, "store %d ← %%%d mask %d add %v\n", s.Column, s.Value, s.Mask, s.Add)
	}
	fmt.Fprintf(&b, "spike %d offset %d\n", k.Spike, k.Offset)
	return b.String()
}
