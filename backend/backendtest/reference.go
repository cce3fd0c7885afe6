package backendtest

import (
	"math"

	"github.com/cajal-sim/cajal/ir"
	"github.com/cajal-sim/cajal/random"
)

// call is a kernel with what it is called on. Columns are held as float64 whatever
// the element type.
type call struct {
	kernel  *ir.Kernel
	columns [][]float64
	index   [][]int32
	seed    uint64
	entity  uint64
	step    uint64
	lo, hi  int
	lanes   []int32 // instead of lo, hi where not nil
	strict  bool    // products are rounded: there is no sum to fuse them with
}

// expected is what a call must leave behind.
type expected struct {
	columns [][]bound
	spikes  []crossing
}

// crossing is a lane that spikes, or may.
type crossing struct {
	lane   int32
	sure   bool
	offset bound
}

// order lists the lanes of the call.
func (c *call) order() []int32 {
	if c.lanes != nil {
		return c.lanes
	}
	var out []int32
	for lane := c.lo; lane < c.hi; lane++ {
		out = append(out, int32(lane))
	}
	return out
}

// expect evaluates the call, lane by lane.
func (c *call) expect() expected {
	out := expected{columns: make([][]bound, len(c.columns))}
	for i, column := range c.columns {
		for _, x := range column {
			out.columns[i] = append(out.columns[i], exactly(x))
		}
	}
	for _, lane := range c.order() {
		e := evaluation{call: c, lane: lane, m: arithmetic{c.kernel.Elem, c.strict}}
		e.run()
		for i := range c.kernel.Stores {
			e.store(&c.kernel.Stores[i], out.columns)
		}
		if c.kernel.Spike != ir.None {
			e.spike(&out)
		}
	}
	return out
}

// evaluation is the work on one lane.
type evaluation struct {
	*call
	lane    int32
	m       arithmetic
	numbers []bound
	masks   []truth
}

// element is the place in column i that the lane reaches.
func (e *evaluation) element(i int) int {
	c := &e.kernel.Columns[i]
	switch c.Access {
	case ir.One:
		return 0
	case ir.ByIndex:
		return int(e.index[c.Index][e.lane])
	}
	return int(e.lane)
}

func (e *evaluation) run() {
	e.numbers = make([]bound, len(e.kernel.Nodes))
	e.masks = make([]truth, len(e.kernel.Nodes))
	for i := range e.kernel.Nodes {
		if n := &e.kernel.Nodes[i]; n.Op.Mask() {
			e.masks[i] = e.mask(n)
		} else {
			e.numbers[i] = e.number(n)
		}
	}
}

func (e *evaluation) mask(n *ir.Node) truth {
	switch n.Op {
	case ir.And:
		a, b := e.masks[n.A], e.masks[n.B]
		return truth{a.yes && b.yes, a.no || b.no}
	case ir.Or:
		a, b := e.masks[n.A], e.masks[n.B]
		return truth{a.yes || b.yes, a.no && b.no}
	case ir.Not:
		return truth{e.masks[n.A].no, e.masks[n.A].yes}
	case ir.Spike:
		return compare(ir.Less, exactly(0), e.numbers[n.A])
	}
	return compare(n.Op, e.numbers[n.A], e.numbers[n.B])
}

func (e *evaluation) number(n *ir.Node) bound {
	switch n.Op {
	case ir.Const:
		return exactly(e.m.round(n.Imm))
	case ir.Load:
		return exactly(e.columns[n.Slot][e.element(int(n.Slot))])
	case ir.Select:
		return choose(e.masks[n.A], e.numbers[n.B], e.numbers[n.C])
	case ir.Uniform, ir.Normal, ir.Poisson:
		return e.draw(n)
	case ir.Expm:
		return e.expm(n)
	}
	if n.Op.Args() == 1 {
		return e.m.unary(n.Op, e.numbers[n.A], n.Imm)
	}
	return e.m.binary(n.Op, e.numbers[n.A], e.numbers[n.B])
}

func (e *evaluation) draw(n *ir.Node) bound {
	entity, stream := e.entity+uint64(e.lane), uint32(n.Slot)
	switch {
	case n.Op == ir.Uniform && e.m.elem == ir.Float32:
		return exactly(float64(random.Uniform32(e.seed, entity, e.step, stream)))
	case n.Op == ir.Uniform:
		return exactly(random.Uniform(e.seed, entity, e.step, stream))
	case n.Op == ir.Normal:
		ulps, size := tolerance(ir.Normal, 0, 0)
		x := e.m.round(random.Normal(e.seed, entity, e.step, stream))
		return e.m.widen(exactly(x), ulps, size)
	case !e.numbers[n.A].point():
		return anything
	}
	return exactly(e.m.round(random.Poisson(e.seed, entity, e.step, stream, e.numbers[n.A].lo)))
}

func (e *evaluation) expm(n *ir.Node) bound {
	m := &e.kernel.Matrices[n.Slot]
	a, exp := make([]float64, m.N*m.N), make([]float64, m.N*m.N)
	for i, entry := range m.Entries {
		if !e.numbers[entry].point() {
			return anything
		}
		a[i] = e.numbers[entry].lo
	}
	ir.EvalExpm(exp, a, m.N)
	largest := 0.0
	for _, x := range exp {
		largest = math.Max(largest, math.Abs(x))
	}
	if largest > math.MaxFloat32 {
		return anything
	}
	return e.m.widen(exactly(e.m.round(exp[int(n.Imm)])), Tolerance[ir.Expm], largest)
}

func (e *evaluation) store(s *ir.Store, columns [][]bound) {
	at := &columns[s.Column][e.element(s.Column)]
	value := e.numbers[s.Value]
	if s.Add {
		value = e.m.binary(ir.Add, *at, value)
	}
	mask := truth{yes: true}
	if s.Mask != ir.None {
		mask = e.masks[s.Mask]
	}
	*at = choose(mask, value, *at)
}

func (e *evaluation) spike(out *expected) {
	mask := e.masks[e.kernel.Spike]
	if !mask.yes {
		return
	}
	c := crossing{lane: e.lane, sure: !mask.no}
	if e.kernel.Offset != ir.None {
		c.offset = e.numbers[e.kernel.Offset]
	}
	out.spikes = append(out.spikes, c)
}
