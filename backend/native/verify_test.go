package native

import (
	"testing"

	"github.com/cajal-sim/cajal/ir"
	"github.com/cajal-sim/cajal/models"
)

// allocated calls f with the code of every step kernel of the library, and with the loops of their pipelines.
func allocated(t *testing.T, f func(name string, g *graph, order []ref, code *allocation)) {
	for _, isa := range []ISA{AVX512, AVX2} {
		for _, m := range models.All() {
			plan, err := ir.Lower(m, ir.Options{ByEvent: m.ByEvent, Interpolate: true})
			if err != nil {
				t.Fatal(err)
			}
			if plan.Step == nil {
				continue
			}
			p := newPlan(plan.Step, isa, false)
			g := lowerPass(p, newBindings(p.t), p.passes-1, 1+len(plan.Step.Nodes)%2, false)
			order := schedule(g)
			code, err := allocate(g, order)
			if err != nil {
				t.Fatal(err)
			}
			f(m.Name+" "+isa.String(), g, order, code)
			if isa == AVX2 || p.random {
				continue
			}
			line, err := newPipeline(lowerPass(p, newBindings(p.t), p.passes-1, 1, false))
			if err != nil {
				t.Fatal(err)
			}
			f(m.Name+" pipeline", line.loop.g, schedule(line.loop.g), line.loop.code)
		}
	}
}

// without is code that lacks instruction i.
func without(code *allocation, i int) *allocation {
	out := &allocation{slots: code.slots}
	out.insts = append(append(out.insts, code.insts[:i]...), code.insts[i+1:]...)
	return out
}

// No instruction can be left out without being missed.
func TestVerifierMissesNothing(t *testing.T) {
	allocated(t, func(name string, g *graph, order []ref, code *allocation) {
		if err := verify(g, order, code); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		for i := range code.insts {
			if verify(g, order, without(code, i)) == nil {
				t.Errorf("%s: instruction %d (%+v) was left out unnoticed", name, i, code.insts[i])
			}
		}
	})
}

// fault is a change to an instruction, and the instructions to which it makes a difference.
type fault struct {
	name    string
	concern func(i *inst, f form) bool
	apply   func(i *inst)
}

var faults = []fault{
	{"another first operand", func(i *inst, f form) bool { return i.kind == compute && f == dyadic }, func(i *inst) { i.v ^= 1 }},
	{"another last operand", func(i *inst, f form) bool { return i.kind == duplicate || i.kind == compute && f == masked }, func(i *inst) { i.rm ^= 1 }},
	{"another mask", func(i *inst, f form) bool { return i.k != 0 }, func(i *inst) { i.k ^= 1 }},
	{"another result", func(i *inst, f form) bool { return i.kind == spill || i.kind == doEffect }, func(i *inst) { i.reg ^= 1 }},
	{"another place", func(i *inst, f form) bool { return i.kind == reload && i.mem.kind == leafPlace }, func(i *inst) { i.mem.n++ }},
	{"another slot", func(i *inst, f form) bool { return i.mem.kind == slotPlace && i.mem.n > 0 }, func(i *inst) { i.mem.n-- }},
	{"another operation", func(i *inst, f form) bool { return i.kind == compute && f != special }, func(i *inst) { i.op++ }},
	{"another form", func(i *inst, f form) bool { return i.kind == compute && f == fused }, func(i *inst) { i.op += form213 }},
	{"another immediate", func(i *inst, f form) bool { return i.kind == compute && f == shifted }, func(i *inst) { i.imm++ }},
}

// Nor can it read or write another register or another place in memory, or do something else.
func TestVerifierSeesFaults(t *testing.T) {
	tried := 0
	allocated(t, func(name string, g *graph, order []ref, code *allocation) {
		for _, fault := range faults {
			for i := range code.insts {
				saved := code.insts[i]
				n := &g.nodes[saved.node]
				if !fault.concern(&saved, codes[n.code].form) {
					continue
				}
				fault.apply(&code.insts[i])
				if tried++; verify(g, order, code) == nil {
					t.Errorf("%s: %s of instruction %d (%s, %+v) went unnoticed", name, fault.name, i, n.code, saved)
				}
				code.insts[i] = saved
			}
		}
	})
	t.Logf("%d faults", tried)
}
