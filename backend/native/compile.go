package native

import (
	"fmt"
	"slices"

	"github.com/cajal-sim/cajal/backend/native/exec"
	"github.com/cajal-sim/cajal/ir"
)

// compiled is one form of a kernel's code.
type compiled struct {
	plan    *plan
	b       *bindings
	passes  []*pass
	several []*pass // the same for vectors that overlap; none where that is no faster
	copies  int     // vectors of an iteration of several
	chunk   int     // lanes of one call
	means   []ir.Ref
}

// pass is the code of one pass; none where the pass has nothing to do.
type pass struct {
	code   *exec.Code
	large  bool
	graph  *graph
	result *allocation
	line   *pipeline // nil where the code is a plain loop
	rare   *rare     // nil where it needs none
}

// compile makes the code of a kernel.
func compile(k *ir.Kernel, isa ISA, listed, outsidePoisson bool) (*compiled, error) {
	p := newPlan(k, isa, outsidePoisson)
	c := &compiled{plan: p, b: newBindings(p.t)}
	work := 0
	for i := range p.passes {
		code, err := compilePass(p, c.b, i, 1, listed)
		if err != nil {
			return nil, fmt.Errorf("kernel %s: %w", k.Name, err)
		}
		c.passes = append(c.passes, code)
		work += len(code.result.insts)
	}
	if c.copies = 1; !listed {
		if err := c.overlap(); err != nil {
			return nil, fmt.Errorf("kernel %s, vectors that overlap: %w", k.Name, err)
		}
	}
	c.chunk = chunkLanes(c.b.lanes(), work, p.scratch > 0)
	for _, x := range c.b.pointers {
		if x.kind == countTable {
			c.means = append(c.means, ir.Ref(x.n))
		}
	}
	return c, nil
}

// overlap makes code that works on several vectors at a time, so that the processor's ports have work while the
// operations of one vector wait for each other, and that partners share the rounds of their random numbers. How many
// are needed is the ratio of the longest chain of operations to the time of the ports. Up to 2.5, a pipeline of two
// stages does, unless the kernel is so short that what passes between stages would weigh, or so long that the stages
// leave too few registers to each other; else whole vectors are interleaved. (The bounds are what was best for the library.)
func (c *compiled) overlap() error {
	const fewSpilled, short, long = 32, 100, 300
	p, g := c.plan, c.passes[0].graph
	spills := slices.ContainsFunc(c.passes, func(p *pass) bool { return p.result.slots > fewSpilled })
	switch {
	case spills:
		return nil
	case p.halves:
		return c.interleave(c.groups())
	case p.passes > 1 || !p.t.wide() || len(g.effects) == 0:
		return nil
	}
	longest, work := weigh(g)
	switch {
	case 2*longest <= 5*work && work >= short && work <= long && !p.random:
		code, err := compileLine(g)
		c.several = []*pass{code}
		return err
	case longest > work:
		return c.interleave(min(ratio(longest, work), mostLanes/p.t.lanes()))
	}
	return nil
}

// groups is how many vectors to interleave where they must be whole groups of partners.
func (c *compiled) groups() int {
	lanes := c.plan.t.lanes()
	least := max(group/lanes, 2)
	longest, work := 0, 0
	for i := range c.passes {
		l, w := weigh(lowerPass(c.plan, c.b, i, least, false))
		longest, work = longest+l, work+w
	}
	return min(least*ratio(longest, work), mostLanes/lanes)
}

// ratio is how often the ports could do some work in the time of its longest chain of operations.
func ratio(longest, work int) int { return max((longest+work-1)/work, 1) }

// interleave makes code for some vectors in each iteration.
func (c *compiled) interleave(copies int) error {
	c.copies = copies
	for i := range c.passes {
		code, err := compilePass(c.plan, c.b, i, copies, false)
		if err != nil {
			return err
		}
		c.several = append(c.several, code)
	}
	return nil
}

// weigh returns the time of the longest chain of operations, and that of the ports for all, in half cycles.
func weigh(g *graph) (longest, work int) {
	s := newScheduler(g)
	for _, r := range s.order {
		longest = max(longest, s.path[r])
		work += slots(g.nodes[r].code)
	}
	return longest, work
}

func compilePass(p *plan, b *bindings, i, copies int, listed bool) (*pass, error) {
	g := lowerPass(p, b, i, copies, listed)
	x, err := g.part()
	if err != nil {
		return nil, err
	}
	out := &pass{graph: g, result: x.code}
	if len(g.effects) == 0 {
		return out, nil
	}
	return out, out.load(x.code.slots)
}

// compileLine makes a pipeline of the graph of one vector.
func compileLine(g *graph) (*pass, error) {
	line, err := newPipeline(g)
	if err != nil {
		return nil, err
	}
	out := &pass{graph: g, result: line.loop.code, line: line}
	return out, out.load(line.slots())
}

// load encodes the pass, whose values take some slots of the spill memory.
func (p *pass) load(slots int) error {
	var err error
	if slices.ContainsFunc(p.graph.nodes, func(n node) bool { return n.code == amend }) {
		if p.rare, err = newRare(p.graph.target, slots); err != nil {
			return err
		}
		slots = p.rare.slots
	}
	spilled := slots * p.graph.vectorBytes()
	if spilled > exec.LargeSpill {
		return fmt.Errorf("%d values do not fit the memory for them", slots)
	}
	p.large = spilled > exec.Spill
	p.code, err = exec.Load(p.encode(newEncoder(p.graph, p.rare)))
	return err
}

func (p *pass) encode(e *encoder) []byte {
	if p.line != nil {
		return e.pipelined(p.line)
	}
	return e.encode(p.result)
}

// The lanes of one call: such that it takes about 50 µs at most, since the collector
// cannot stop a goroutine inside; and fewer where columns of the block
// should stay in the first-level cache.
func chunkLanes(width, insts int, scratch bool) int {
	const nanoseconds, each, whole = 50_000, 0.4, 64
	most := 16384
	if scratch {
		most = 512
	}
	n := int(nanoseconds / each / float64(insts+1) * float64(width))
	return min(max(n/whole*whole, whole), most)
}
