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

var triggers = map[string]ir.Trigger{"pre": ir.OnPre, "post": ir.OnPost, "volume": ir.OnVolume}

// changes lists the places whose states each event may change: those that
// have one value where it happens.
var changes = map[ir.Trigger][]ir.Place{
	ir.OnSpike:   {ir.Self},
	ir.OnReceive: {ir.Self, ir.Connection},
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
