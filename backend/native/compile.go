package native

import (
	"fmt"

	"github.com/cajal-sim/cajal/backend/native/exec"
	"github.com/cajal-sim/cajal/ir"
)

// compiled is one form of a kernel's code.
type compiled struct {
	plan   *plan
	b      *bindings
	passes []*pass
	copies int // vectors of an iteration
	chunk  int // lanes of one call
	means  []ir.Ref
}

// pass is the code of one pass; none where the pass has nothing to do.
type pass struct {
	code   *exec.Code
	large  bool
	graph  *graph
	result *allocation
}

// compile makes the code of a kernel.
func compile(k *ir.Kernel, isa ISA, listed, outsidePoisson bool) (*compiled, error) {
	p := newPlan(k, isa, outsidePoisson)
	c := &compiled{plan: p, b: newBindings(p.t)}
	c.copies = copiesOf(p, c.b, listed)
	work := 0
	for i := range p.passes {
		code, err := compilePass(p, c.b, i, c.copies, listed)
		if err != nil {
			return nil, fmt.Errorf("kernel %s: %w", k.Name, err)
		}
		c.passes = append(c.passes, code)
		work += len(code.result.insts)
	}
	c.chunk = chunkLanes(c.b.lanes()*c.copies, work, p.scratch > 0)
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
	spilled := result.slots * g.vectorBytes()
	if spilled > exec.LargeSpill {
		return nil, fmt.Errorf("%d values do not fit the memory for them", result.slots)
	}
	out.large = spilled > exec.Spill
	out.code, err = exec.Load(newEncoder(g).encode(result))
	return out, err
}

// The lanes of one call: such that it takes about 50 µs at most, since the collector
// cannot stop a goroutine inside; and fewer where columns of the block
// should stay in the first-level cache.
func chunkLanes(width, insts int, scratch bool) int {
	const nanoseconds, each = 50_000, 0.4
	most := 16384
	if scratch {
		most = 512
	}
	n := int(nanoseconds / each / float64(insts+1) * float64(width))
	return min(max(n/width*width, 8*width), most)
}

// copiesOf is how many vectors an iteration works on. A short kernel that is one long
// chain of operations leaves the processor waiting: of two chains, one fills the
// gaps of the other. Larger kernels would run out of registers.
func copiesOf(p *plan, b *bindings, listed bool) int {
	const short, long = 180, 100 // instructions, cycles
	if p.passes > 1 || !b.wide() {
		return 1
	}
	s := newScheduler(lowerPass(p, b, 0, 1, listed))
	longest := 0
	for _, r := range s.order {
		longest = max(longest, s.path[r]/2)
	}
	if len(s.order) > short || longest < long {
		return 1
	}
	return 2
}
