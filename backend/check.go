package backend

import (
	"errors"
	"fmt"

	"github.com/cajal-sim/cajal/ir"
)

// maxStream bounds the stream of a random node: streams have 24 bits.
const maxStream = 1 << 24

// Check verifies that a kernel is well formed: arguments stand before their
// users, masks are used as masks and numbers as numbers, and every column,
// matrix and index that is named exists. It reports all that is wrong. A kernel
// that fails was built wrongly by a pass; it is never the mistake of a user.
func Check(k *ir.Kernel) error {
	c := checker{k: k}
	for i := range k.Nodes {
		c.node(i)
	}
	for i := range k.Columns {
		if k.Columns[i].Access > ir.ByIndex || k.Columns[i].Index < 0 {
			c.fail("column %s has access %d and index %d", k.Columns[i].Name, k.Columns[i].Access, k.Columns[i].Index)
		}
	}
	c.stores()
	if k.Spike != ir.None {
		c.root("spike", k.Spike, true)
	}
	if k.Offset != ir.None {
		c.root("offset", k.Offset, false)
	}
	if k.Offset != ir.None && k.Spike == ir.None {
		c.fail("an offset without a spike")
	}
	return errors.Join(c.errs...)
}

type checker struct {
	k    *ir.Kernel
	errs []error
}

func (c *checker) fail(format string, args ...any) {
	c.errs = append(c.errs, fmt.Errorf("kernel %s: %s", c.k.Name, fmt.Sprintf(format, args...)))
}

// node checks node i: its arguments and its slot.
func (c *checker) node(i int) {
	n := &c.k.Nodes[i]
	if n.Op > ir.Surrogate {
		c.fail("node %d has unknown operation %d", i, n.Op)
		return
	}
	for j, a := range n.Args() {
		c.argument(i, a, wantsMask(n.Op, j))
	}
	switch {
	case n.Op == ir.Load && (n.Slot < 0 || int(n.Slot) >= len(c.k.Columns)):
		c.fail("node %d loads column %d of %d", i, n.Slot, len(c.k.Columns))
	case n.Op.Random() && (n.Slot < 0 || n.Slot >= maxStream):
		c.fail("node %d draws from stream %d, want 0 to %d", i, n.Slot, maxStream-1)
	case n.Op == ir.Expm:
		c.expm(i, n)
	}
}

// wantsMask reports whether argument j of op is a mask.
func wantsMask(op ir.Op, j int) bool {
	switch op {
	case ir.And, ir.Or, ir.Not:
		return true
	case ir.Select:
		return j == 0
	}
	return false
}

func (c *checker) argument(i int, a ir.Ref, mask bool) {
	op := c.k.Nodes[i].Op
	switch {
	case a < 0 || int(a) >= i:
		c.fail("node %d (%s) has argument %d, want one before it", i, op, a)
	case c.k.Nodes[a].Op <= ir.Surrogate && c.k.Nodes[a].Op.Mask() != mask:
		c.fail("node %d (%s) takes node %d (%s) as %s", i, op, a, c.k.Nodes[a].Op, kindName(mask))
	}
}

func kindName(mask bool) string {
	if mask {
		return "a mask"
	}
	return "a number"
}

func (c *checker) expm(i int, n *ir.Node) {
	if n.Slot < 0 || int(n.Slot) >= len(c.k.Matrices) {
		c.fail("node %d reads matrix %d of %d", i, n.Slot, len(c.k.Matrices))
		return
	}
	m := &c.k.Matrices[n.Slot]
	size := m.N * m.N
	if m.N < 1 || len(m.Entries) != size || n.Imm != float64(int(n.Imm)) || n.Imm < 0 || int(n.Imm) >= size {
		c.fail("node %d is entry %g of a matrix of %d rows with %d entries", i, n.Imm, m.N, len(m.Entries))
		return
	}
	for _, e := range m.Entries {
		c.argument(i, e, false)
	}
}

func (c *checker) stores() {
	last := map[int]bool{}
	for i := range c.k.Stores {
		s := &c.k.Stores[i]
		if s.Column < 0 || s.Column >= len(c.k.Columns) {
			c.fail("store %d writes column %d of %d", i, s.Column, len(c.k.Columns))
			continue
		}
		column := &c.k.Columns[s.Column]
		if last[s.Column] && column.Access != ir.Own {
			// Two stores to a shared element would depend on who goes first, lane or store.
			c.fail("column %s is shared by lanes and stored twice", column.Name)
		}
		last[s.Column] = true
		c.root("store to "+column.Name, s.Value, false)
		if s.Mask != ir.None {
			c.root("mask of store to "+column.Name, s.Mask, true)
		}
	}
}

func (c *checker) root(what string, r ir.Ref, mask bool) {
	switch {
	case r < 0 || int(r) >= len(c.k.Nodes):
		c.fail("%s is node %d of %d", what, r, len(c.k.Nodes))
	case c.k.Nodes[r].Op <= ir.Surrogate && c.k.Nodes[r].Op.Mask() != mask:
		c.fail("%s takes node %d (%s) as %s", what, r, c.k.Nodes[r].Op, kindName(mask))
	}
}
