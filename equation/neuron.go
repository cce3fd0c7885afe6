package equation

import (
	"github.com/cajal-sim/cajal/ir"
	"github.com/cajal-sim/cajal/unit"
)

// What makes a neuron a neuron: receptors, the spike condition and refractoriness.

// receptors evaluates what events do to a neuron.
func (b *builder) receptors() {
	if b.m.Membrane != nil {
		b.receive()
		return
	}
	for _, d := range b.tree.declarations {
		if d.keyword != "receive" || d.bad {
			continue
		}
		if _, twice := b.m.Receptor(d.name.text); twice {
			b.fail(d.name.place, "a second receptor "+d.name.text, "another name", "")
			continue
		}
		r := ir.Receptor{Name: d.name.text, Dim: d.dim, Unit: d.unit, Target: -1, Gain: ir.None, Doc: d.prose, Pos: at(d.name.place)}
		if b.m.ByEvent {
			b.receiveByEvent(d)
		} else {
			r.Target, r.Gain = b.receiveSum(d)
		}
		b.m.Receptors = append(b.m.Receptors, r)
	}
}

// receiveByEvent makes any statements an event.
func (b *builder) receiveByEvent(d *declaration) {
	b.weight = &weightMeaning{dim: d.dim}
	m := b.block(ir.OnReceive, d.block)
	b.weight = nil
	b.m.Events = append(b.m.Events, ir.Event{Trigger: ir.OnReceive, Port: d.name.text, Assigns: b.assigns(m), Deliver: ir.None, Pos: at(d.name.place)})
}

// receiveSum reads STATE += gain·weight: events of a step may then be summed
// before they are received.
func (b *builder) receiveSum(d *declaration) (target int, gain ir.Ref) {
	const want = "one sum of weights, such as g += weight"
	if len(d.block) != 1 || d.block[0].kind != assignStatement || d.block[0].op != "+=" && d.block[0].op != "-=" {
		b.fail(d.name.place, "receive "+d.name.text+" is no sum", want, "other statements need: solve by events")
		return -1, ir.None
	}
	s := d.block[0]
	slot, ok := b.assignable(s.target)
	b.weight = &weightMeaning{dim: d.dim, linear: true}
	v := b.number(b.evaluate(s.value), s.value)
	b.weight = nil
	if !ok || v.bad || b.broken[slot] {
		return -1, ir.None
	}
	if v = b.in(v, s.value, b.m.Symbols[slot].Dim, ""); v.bad {
		return -1, ir.None
	}
	if len(v.terms) != 1 || v.terms[0].source != theWeight || !b.g.IsConst(v.ref, 0) || !b.onlyParams(v.terms[0].coefficient) {
		b.fail(s.value.place, b.written(s.value)+" is not a parameter times weight", want, "other statements need: solve by events")
		return -1, ir.None
	}
	gain = v.terms[0].coefficient
	if s.op == "-=" {
		gain = b.g.Neg(gain)
	}
	return slot, gain
}

func (b *builder) onlyParams(r ir.Ref) bool {
	for _, slot := range b.g.Uses(r) {
		if b.m.Symbols[slot].Role != ir.Param {
			return false
		}
	}
	return !b.g.IsRandom(r)
}

// loadWeight is the word weight; slot is its symbol or -1 while there is none.
func (b *builder) loadWeight(slot int, e *expr) value {
	switch {
	case b.weight == nil:
		b.fail(e.place, "weight is unknown here", "", "a neuron knows it only inside receive")
		return badValue
	case b.weight.linear:
		return value{ref: b.g.Const(0), dim: b.weight.dim, terms: []term{{theWeight, b.g.Const(1)}}}
	case slot < 0:
		slot = b.role(ir.Weight, "weight", b.weight.dim, "")
	}
	return value{ref: b.g.Load(slot, pos(e)), dim: b.weight.dim}
}

// threshold evaluates spike when.
func (b *builder) threshold() {
	o := b.tree.spike
	if o == nil {
		return
	}
	t := &ir.Threshold{When: ir.None, Distance: ir.None, Pos: at(o.word.place)}
	if v := b.condition(b.evaluate(o.value), o.value); !v.bad {
		t.When = v.ref
		b.distance(t, o.value)
	}
	t.Reset = b.assigns(b.block(ir.OnSpike, o.block))
	b.m.Threshold = t
}

// distance finds how far a comparison is from holding: a > b is a − b > 0.
func (b *builder) distance(t *ir.Threshold, e *expr) {
	for e.kind == nameExpr && b.aliases[e.text] != nil {
		e = b.aliases[e.text].value
	}
	c := comparisons[e.text]
	if e.kind != binaryExpr || order[e.text] != orderCompare || c.op == ir.Equal {
		return
	}
	x, y := b.g.At(t.When).A, b.g.At(t.When).B // x < y or x ≤ y
	if b.g.IsRandom(x) || b.g.IsRandom(y) {
		return
	}
	t.Distance = b.g.Binary(ir.Sub, y, x, t.Pos)
	if c.op == ir.Less {
		t.When = b.g.Unary(ir.Spike, t.Distance, t.Pos)
	}
}

// refractory evaluates the duration and finds the states that are held.
func (b *builder) refractory() {
	o := b.tree.refractory
	if o == nil {
		return
	}
	v := b.in(b.plain(b.evaluate(o.value), o.value), o.value, unit.Time, "")
	if b.m.Threshold == nil {
		b.fail(o.word.place, "refractory without spike when", "", "")
	}
	if v.bad || b.m.Threshold == nil || b.m.Threshold.When == ir.None {
		return
	}
	b.m.Refractory = &ir.Refractory{Duration: v.ref, Hold: b.held(o.holding), Pos: at(o.word.place)}
}

// held is the states named, or those that the spike condition compares.
func (b *builder) held(named []token) []int {
	var hold []int
	if len(named) == 0 {
		for _, slot := range b.g.Uses(b.m.Threshold.When) {
			if b.m.Symbols[slot].Role == ir.State {
				hold = append(hold, slot)
			}
		}
		return hold
	}
	if len(named) == 1 && named[0].text == "nothing" {
		return nil
	}
	for _, name := range named {
		if slot, ok := b.assignable(name); ok {
			hold = append(hold, slot)
		}
	}
	return hold
}
