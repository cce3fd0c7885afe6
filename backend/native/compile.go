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
	several []*pass // the same for several vectors in an iteration; none where that is no faster
	copies  int     // how many
	chunk   int     // lanes of one call
	means   []ir.Ref
}

// pass is the code of one pass; none where the pass has nothing to do.
type pass struct {
	code   *exec.Code
	large  bool
	graph  *graph
	result *allocation
	rare   *rare // nil where the code needs none
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
	if c.copies = copiesOf(p, c.passes); c.copies > 1 && !listed {
		code, err := compilePass(p, c.b, 0, c.copies, listed)
		if err != nil {
			return nil, fmt.Errorf("kernel %s, %d vectors: %w", k.Name, c.copies, err)
		}
		c.several = []*pass{code}
	}
	c.chunk = chunkLanes(c.b.lanes(), work, p.scratch > 0)
	for _, x := range c.b.pointers {
		if x.kind == countTable {
			c.means = append(c.means, ir.Ref(x.n))
		}
	}
	return c, nil
}

func compilePass(p *plan, b *bindings, i, copies int, listed bool) (*pass, error) {
	g := lowerPass(p, b, i, copies, listed)
	order := schedule(g)
	result, err := allocate(g, order)
	if err != nil {
		return nil, err
	}
	if err := verify(g, order, result); err != nil {
		panic("BUG: native: " + err.Error())
	}
	out := &pass{graph: g, result: result}
	if len(g.effects) == 0 {
		return out, nil
	}
	slots := result.slots
	if slices.ContainsFunc(order, func(r ref) bool { return g.nodes[r].code == amend }) {
		if out.rare, err = newRare(g.target, slots); err != nil {
			return nil, err
		}
		slots = out.rare.slots
	}
	spilled := slots * g.vectorBytes()
	if spilled > exec.LargeSpill {
		return nil, fmt.Errorf("%d values do not fit the memory for them", slots)
	}
	out.large = spilled > exec.Spill
	out.code, err = exec.Load(newEncoder(g, out.rare).encode(result))
	return out, err
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

// copiesOf is how many vectors an iteration works on, so that the processor's ports have
// work while the operations of one vector wait for each other: as many as the time of the longest chain
// of operations holds that of the ports for all of a vector.
func copiesOf(p *plan, passes []*pass) int {
	const fewSpilled = 32
	g := passes[0].graph
	if p.passes > 1 || !p.t.wide() || len(g.effects) == 0 || passes[0].result.slots > fewSpilled {
		return 1
	}
	s := newScheduler(g)
	longest, work := 0, 1
	for _, r := range s.order {
		longest = max(longest, s.path[r])
		work += slots(g.nodes[r].code)
	}
	return min((longest+work-1)/work, mostLanes/p.t.lanes())
}
