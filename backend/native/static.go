package native

import (
	"fmt"

	"github.com/cajal-sim/cajal/backend/native/exec"
	"github.com/cajal-sim/cajal/ir"
)

// Static returns the machine code of a small kernel, to be made part of a program that
// may not make code itself: operations of the lanes' own elements, or draws. It is called as [exec.Code.Call]
// says, with operands at fixed places:
//
//	pointers  the columns with an element per lane, in order; then, where the kernel draws,
//	          the cumulative distribution of a Poisson count and the numbers of the lanes
//	numbers   where the kernel draws, 64 bytes, then entity 0, 14 keys and 5 words of the stream
//
// A number takes 8 bytes for AVX-512, 32 (repeated) for AVX2. Lanes come in whole vectors; where groups is set, in 32,
// of which the first begins a group of partners, and are numbered from 0.
func Static(k *ir.Kernel, isa ISA, groups bool) ([]byte, error) {
	p := newPlan(k, isa, false)
	if p.passes > 1 || len(p.ends) > 0 || k.Spike != ir.None {
		return nil, fmt.Errorf("kernel %s: only one pass of code over the lanes' own elements stands alone", k.Name)
	}
	l := &lowering{plan: p, graph: newGraph(p.t), b: staticBindings(p), listed: true, grouped: groups}
	l.ask(nil)
	l.away = make([]bool, len(k.Nodes))
	if groups {
		l.copies = mostLanes / p.t.lanes()
	}
	for l.copy = range l.copies {
		l.done = map[ir.Ref]ref{}
		l.lowerCopy(nil)
	}
	x, err := l.part()
	if err != nil {
		return nil, err
	}
	if x.code.slots*p.t.vectorBytes() > exec.Spill {
		return nil, fmt.Errorf("kernel %s: %d values do not fit the memory for them", k.Name, x.code.slots)
	}
	return newEncoder(l.graph, nil).encode(x.code), nil
}

// staticBindings gives operands the places that Static promises.
func staticBindings(p *plan) *bindings {
	b := newBindings(p.t)
	for i, c := range p.k.Columns {
		if c.Access == ir.Own {
			b.pointer(ownColumn, i)
		}
	}
	for i := range p.k.Nodes {
		if n := &p.k.Nodes[i]; n.Op.Random() {
			if n.Op == ir.Poisson {
				b.pointer(countTable, int(n.A))
			}
			b.pointer(laneNumbers, 0)
			b.number(number{kind: keyWord, n: entityKey})
			for key := range entityKey {
				b.number(number{kind: keyWord, n: key})
			}
			for word := range streamWords {
				b.number(number{kind: streamWord, n: word, stream: int(n.Slot)})
			}
		}
	}
	return b
}
