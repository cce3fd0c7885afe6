package equation

import (
	"fmt"
	"maps"
	"slices"

	"github.com/cajal-sim/cajal/ir"
	"github.com/cajal-sim/cajal/unit"
)

// Statements run one after the other for their reader; in the mechanism an
// event's assignments are simultaneous. Composition turns the one into the
// other: every value is expressed in what held before the event, by putting
// in for each state what earlier statements made of it.

// moment is the state of things inside an event.
type moment struct {
	trigger ir.Trigger
	now     map[int]ir.Ref // what the event made of each symbol so far
	deliver ir.Ref         // None: nothing
}

// block composes the statements of an event.
func (b *builder) block(trigger ir.Trigger, statements []*statement) moment {
	m := moment{trigger, map[int]ir.Ref{}, ir.None}
	b.run(statements, &m)
	return m
}

// assigns lists what changed, in order of symbols.
func (b *builder) assigns(m moment) []ir.Assign {
	var out []ir.Assign
	for _, slot := range slices.Sorted(maps.Keys(m.now)) {
		out = append(out, ir.Assign{Symbol: slot, Value: m.now[slot]})
	}
	return out
}

func (b *builder) run(statements []*statement, m *moment) {
	for _, s := range statements {
		switch s.kind {
		case assignStatement:
			b.assign(s, m)
		case deliverStatement:
			b.deliver(s, m)
		case branchStatement:
			b.branch(s, m)
		}
	}
}

// now is the value of a symbol at this point of the event.
func (b *builder) now(m *moment, slot int) ir.Ref {
	if r, ok := m.now[slot]; ok {
		return r
	}
	return b.g.Load(slot, b.m.Symbols[slot].Pos)
}

func (b *builder) assign(s *statement, m *moment) {
	slot, ok := b.assignable(s.target)
	if !ok {
		b.evaluate(s.value)
		return
	}
	symbol := b.m.Symbols[slot]
	want := symbol.Dim
	if s.op == "*=" || s.op == "/=" {
		want = unit.Dimensionless
	}
	v := b.plain(b.evaluate(s.value), s.value)
	if v.bad || b.broken[slot] {
		return
	}
	if v = b.in(v, s.value, want, ""); v.bad || !b.mayChange(m.trigger, slot, s.target.place) || !b.reachable(symbol, s.value.place, v.ref) {
		return
	}
	m.now[slot] = b.updated(s.op, b.now(m, slot), b.g.Substitute(v.ref, m.now), at(s.target.place))
}

// updated applies x op= y.
func (b *builder) updated(op string, x, y ir.Ref, pos ir.Pos) ir.Ref {
	switch op {
	case "+=":
		return b.g.Binary(ir.Add, x, y, pos)
	case "-=":
		return b.g.Binary(ir.Sub, x, y, pos)
	case "*=":
		return b.g.Binary(ir.Mul, x, y, pos)
	case "/=":
		return b.g.Binary(ir.Div, x, y, pos)
	}
	return y
}

// deliver adds to what the synapse sends.
func (b *builder) deliver(s *statement, m *moment) {
	if m.trigger != ir.OnPre && m.trigger != ir.OnPost {
		b.fail(s.target.place, m.trigger.String()+" delivers nothing", "", "deliver in on pre or on post of a synapse")
		return
	}
	v := b.pure(b.evaluate(s.value), s.value, ", in the unit of weight")
	if v.bad {
		return
	}
	b.role(ir.Delivery, "delivery", unit.Dimensionless, "weight")
	sent := b.g.Substitute(v.ref, m.now)
	if m.deliver != ir.None {
		sent = b.g.Binary(ir.Add, m.deliver, sent, at(s.target.place))
	}
	m.deliver = sent
}

// branch composes both ways of an if and chooses value by value.
func (b *builder) branch(s *statement, m *moment) {
	c := b.condition(b.evaluate(s.value), s.value)
	then, other := *m, *m
	then.now, other.now = maps.Clone(m.now), maps.Clone(m.now)
	b.run(s.then, &then)
	b.run(s.other, &other)
	if c.bad {
		return
	}
	mask, pos := b.g.Substitute(c.ref, m.now), at(s.target.place)
	changed := maps.Clone(then.now)
	maps.Copy(changed, other.now)
	for _, slot := range slices.Sorted(maps.Keys(changed)) {
		m.now[slot] = b.g.Select(mask, b.now(&then, slot), b.now(&other, slot), pos)
	}
	if then.deliver != other.deliver {
		m.deliver = b.g.Select(mask, b.sent(then), b.sent(other), pos)
	}
}

func (b *builder) sent(m moment) ir.Ref {
	if m.deliver == ir.None {
		return b.g.Const(0)
	}
	return m.deliver
}

// receptors evaluates what events do to a neuron.
func (b *builder) receptors() {
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

var triggers = map[string]ir.Trigger{"pre": ir.OnPre, "post": ir.OnPost, "volume": ir.OnVolume}

// changes lists the places whose states each event may change: those that
// have one value where it happens.
var changes = map[ir.Trigger][]ir.Place{
	ir.OnSpike:   {ir.Self},
	ir.OnReceive: {ir.Self},
	ir.OnPre:     {ir.Self, ir.Pre},
	ir.OnPost:    {ir.Self, ir.Post},
	ir.OnVolume:  {ir.Volume},
}

// events evaluates on pre, on post and on volume.
func (b *builder) events() {
	for _, o := range b.tree.events {
		trigger := triggers[o.word.text]
		if b.m.Event(trigger, "") != nil {
			b.fail(o.word.place, "a second on "+o.word.text, "one", "")
			continue
		}
		m := b.block(trigger, o.block)
		b.m.Events = append(b.m.Events, ir.Event{Trigger: trigger, Assigns: b.assigns(m), Deliver: m.deliver, Pos: at(o.word.place)})
	}
}

func (b *builder) mayChange(trigger ir.Trigger, slot int, where place) bool {
	s := &b.m.Symbols[slot]
	if slices.Contains(changes[trigger], s.Place) {
		return true
	}
	per := livesPer[s.Place]
	if s.Place == ir.Self {
		per = "connection"
	}
	b.fail(where, fmt.Sprintf("%s changes %s, which lives once per %s", trigger, s.Name, per), "", "change it in an event of its own side")
	return false
}

func (b *builder) couple() {
	if o := b.tree.couple; o != nil {
		if v := b.plain(b.evaluate(o.value), o.value); !v.bad {
			b.m.Couple = v.ref
			b.role(ir.Coupling, "coupling", v.dim, b.spelled(v.dim))
		}
	}
}

// inject evaluates what a stimulus adds at every step; its unit is weight
// where it is made of a parameter in that unit.
func (b *builder) inject() {
	o := b.tree.inject
	if o == nil {
		return
	}
	v := b.plain(b.evaluate(o.value), o.value)
	if v.bad {
		return
	}
	b.m.Inject = v.ref
	written := b.spelled(v.dim)
	for _, slot := range b.g.Uses(v.ref) {
		if b.m.Symbols[slot].Unit == "weight" {
			written = "weight"
		}
	}
	b.role(ir.Injected, "injected", v.dim, written)
}

// complete checks that nothing essential is missing.
func (b *builder) complete() {
	t := b.tree
	switch {
	case t.kind == ir.Generator && t.spike == nil:
		b.fail(t.name.place, "generator "+t.name.text+" never spikes", "spike when CONDITION", "")
	case t.kind == ir.Stimulus && t.inject == nil:
		b.fail(t.name.place, "stimulus "+t.name.text+" injects nothing", "inject EXPRESSION", "")
	case t.kind == ir.Synapse && t.couple == nil && len(b.m.Of(ir.Delivery)) == 0:
		b.fail(t.name.place, "synapse "+t.name.text+" sends nothing", "on pre { deliver weight } or couple", "")
	}
}
