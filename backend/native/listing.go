package native

import (
	"fmt"
	"strings"

	"github.com/cajal-sim/cajal/ir"
)

// Lister is a program that can print its code.
type Lister interface {
	// Listing is the code in the notation of the Go assembler. Behind each instruction
	// stand the node of the kernel that it belongs to and the place of that node in the
	// text it came from.
	Listing() string
}

// Listing implements [Lister].
func (p *program[T]) Listing() string {
	c := p.forms[0]
	var b strings.Builder
	passes, how := c.passes, fmt.Sprintf("%d vectors an iteration", c.copies)
	if c.several != nil {
		if passes = c.several; passes[0].line != nil {
			how = fmt.Sprintf("a pipeline of two stages, between which %d values pass", passes[0].line.loop.g.passing)
		}
	}
	fmt.Fprintf(&b, "%s, %s, %d lanes a vector, %s, up to %d lanes a call\n", p.k.Name, p.isa, c.b.lanes(), how, c.chunk)
	for i, pass := range passes {
		fmt.Fprintf(&b, "pass %d: %d operations, %d values spilled\n", i, len(pass.result.insts), pass.result.slots)
		if pass.code != nil {
			pass.list(&b, p.k)
		}
		for _, j := range c.plan.jobs {
			if j.pass == i+1 {
				fmt.Fprintf(&b, "then, in Go, %%%d = %s\n", j.node, j.op)
			}
		}
	}
	return b.String()
}

// list encodes the pass again, and notes what becomes of each instruction.
func (p *pass) list(b *strings.Builder, k *ir.Kernel) {
	e := newEncoder(p.graph, p.rare)
	e.Trace = func(text string) {
		fmt.Fprintf(b, "%5x  %-46s%s\n", len(e.Code), text, e.origin(k))
	}
	p.encode(e)
}

// origin says what the instruction being encoded is for.
func (e *encoder) origin(k *ir.Kernel) string {
	if e.now == nil {
		return ""
	}
	n := &e.g.nodes[e.now.node]
	verb := map[instKind]string{reload: "load ", spill: "spill ", duplicate: "copy "}[e.now.kind]
	out := "; " + verb + n.code.String()
	if n.from == ir.None {
		return out
	}
	from := &k.Nodes[n.from]
	out += fmt.Sprintf("  %%%d %s", n.from, from.Op)
	if from.Op == ir.Load {
		out += " " + k.Columns[from.Slot].Name
	}
	if from.Pos.Line > 0 {
		out += fmt.Sprintf("  %d:%d", from.Pos.Line, from.Pos.Col)
	}
	return out
}
