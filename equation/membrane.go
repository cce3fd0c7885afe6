package equation

import (
	"slices"
	"strconv"

	"github.com/cajal-sim/cajal/ir"
	"github.com/cajal-sim/cajal/unit"
)

// What a channel or point does on its membrane: currents, the start, and events.

// current reads NAME = EXPR. Elsewhere the name stands for the value, as an alias.
func (p *parser) current(keyword token) {
	p.tree.currents = append(p.tree.currents, p.named(keyword.text))
}

// declareConnection declares what lives once per connection that ends at a point.
func (b *builder) declareConnection() {
	for _, d := range b.tree.declarations {
		if d.keyword == "receive" && b.m.Membrane != nil {
			if _, twice := b.slots["weight"]; twice {
				b.fail(d.name.place, "a second receive", "one", "")
				continue
			}
			slot := b.symbol(ir.Symbol{Name: "weight", Role: ir.Weight, Place: ir.Connection, Dim: d.dim, Unit: d.unit, Init: ir.None, Doc: d.prose, Pos: at(d.name.place)})
			b.broken[slot] = d.bad
		}
	}
	for _, d := range b.tree.declarations {
		if d.keyword == "connection" {
			b.declareSymbol(d, ir.Weight, ir.Connection)
		}
	}
}

// ofNoConnection checks that what holds for the whole mechanism reads nothing of a single connection.
func (b *builder) ofNoConnection(what string, where place, roots ...ir.Ref) bool {
	for _, slot := range b.g.Uses(roots...) {
		if s := &b.m.Symbols[slot]; s.Place == ir.Connection {
			b.fail(where, what+" reads "+s.Name+", which lives once per connection", "", "keep it in a state that receive changes")
			return false
		}
	}
	return true
}

// receive evaluates what an event does at a point.
func (b *builder) receive() {
	for _, d := range b.tree.declarations {
		if d.keyword != "receive" || d.bad || b.m.Membrane.Receive != nil {
			continue
		}
		m := b.block(ir.OnReceive, d.block)
		b.m.Membrane.Receive = &ir.Receive{Args: b.m.At(ir.Weight, ir.Connection), Assigns: b.assigns(m), Spike: ir.None}
	}
}

// membrane completes a channel or point.
func (b *builder) membrane() {
	if b.m.Membrane == nil {
		return
	}
	b.currents()
	b.checkIons()
	conserved := b.conserve()
	b.start(conserved)
	b.backwardEuler(conserved)
	b.connect()
	if len(b.report.errors) > 0 {
		return
	}
	b.present()
	b.asWritten()
}

// currents evaluates what flows through the membrane.
func (b *builder) currents() {
	dim := unit.Current
	if b.m.Kind == ir.Channel {
		dim = dim.Div(unit.Area)
	}
	for _, c := range b.tree.currents {
		bound := b.aliases[c.name.text]
		if bound == nil || bound.alias != c || c.value == nil {
			continue
		}
		v := b.in(b.plain(bound.result, c.value), c.value, dim, ", the unit of a current")
		if v.bad || !b.ofNoConnection("the current "+c.name.text, c.value.place, v.ref) {
			continue
		}
		ion := slices.IndexFunc(b.m.Membrane.Ions, func(x ir.Ion) bool { return "i"+x.Name == c.name.text && b.writes(x) })
		if remedy := b.undeclaredIon(c.name.text); ion < 0 && remedy != "" {
			x := c.name.text[1:]
			b.fail(c.name.place, c.name.text+" belongs to no ion", "", "write: ion "+x+" writes i"+x)
			continue
		}
		written := map[ir.Kind]string{ir.Channel: "mA/cm2", ir.PointProcess: "nA"}[b.m.Kind]
		b.m.Symbols = append(b.m.Symbols, ir.Symbol{Name: c.name.text, Role: ir.Assigned, Dim: dim, Unit: written, Init: b.g.Const(0), Pos: at(c.name.place)})
		b.m.Membrane.Currents = append(b.m.Membrane.Currents,
			ir.Current{Name: c.name.text, Symbol: len(b.m.Symbols) - 1, Value: v.ref, Ion: ion, Pos: at(c.name.place)})
	}
}

// writes reports whether the mechanism adds a current of the ion.
func (b *builder) writes(x ir.Ion) bool {
	return x.Current >= 0 && b.m.Symbols[x.Current].Name == "total i"+x.Name
}

// checkIons checks that what is written is there, and that anything is.
func (b *builder) checkIons() {
	has := func(name string) bool {
		return slices.ContainsFunc(b.tree.currents, func(c *alias) bool { return c.name.text == name })
	}
	for _, n := range b.tree.ions {
		for _, t := range n.writes {
			if t.text == "i"+n.name.text && !has(t.text) {
				b.fail(t.place, t.text+" is written by no current", "current "+t.text+" = EXPRESSION", "")
			}
			slot, ok := b.slots[t.text]
			isDeclared := slices.ContainsFunc(b.tree.declarations, func(d *declaration) bool { return d.name.text == t.text })
			if ok && b.owned[slot] && !isDeclared {
				b.fail(t.place, t.text+" is written by no equation", "state "+t.text+" mM = EXPRESSION and its equation", "")
			}
		}
	}
	if len(b.tree.currents) == 0 && len(b.owned) == 0 {
		b.fail(b.tree.name.place, b.m.Name+" has no current", "current i = EXPRESSION", "")
	}
}

// start lists the initial values, each made of what is there before the run.
func (b *builder) start(sums []ir.Conserved) {
	values := map[int]ir.Ref{}
	for slot := range b.m.Symbols {
		if b.isState(slot) && b.m.Symbols[slot].Init != ir.None {
			values[slot] = b.m.Symbols[slot].Init
		}
	}
	if b.tree.steady.text != "" {
		b.steady(values, sums)
	}
	for slot := range b.m.Symbols {
		if _, ok := values[slot]; ok {
			b.m.Membrane.Initial = append(b.m.Membrane.Initial, ir.Assign{Symbol: slot, Value: b.resolved(values[slot], values, 0)})
		}
	}
}

// resolved replaces states by their initial values.
func (b *builder) resolved(r ir.Ref, values map[int]ir.Ref, depth int) ir.Ref {
	by := map[int]ir.Ref{}
	for _, slot := range b.g.Uses(r) {
		if v, ok := values[slot]; ok && depth <= len(values) {
			by[slot] = b.resolved(v, values, depth+1)
		}
	}
	return b.g.Substitute(r, by)
}

// connect sets the values of a connection before the run.
func (b *builder) connect() {
	r, starts := b.m.Membrane.Receive, map[int]ir.Ref{}
	for _, d := range b.tree.declarations {
		slot, ok := b.slots[d.name.text]
		if d.keyword != "connection" || !ok || b.m.Symbols[slot].Init == ir.None {
			continue
		}
		if r == nil {
			b.fail(d.name.place, d.name.text+" lives once per connection, but nothing is received", "receive UNIT { … }", "")
			return
		}
		starts[slot] = b.m.Symbols[slot].Init
	}
	for _, slot := range b.m.At(ir.Weight, ir.Connection) {
		if _, ok := starts[slot]; ok {
			r.Connect = append(r.Connect, ir.Assign{Symbol: slot, Value: b.resolved(starts[slot], starts, 0)})
			b.m.Symbols[slot].Init = ir.None
		}
	}
}

// present keeps the aliases, so that they can be recorded.
func (b *builder) present() {
	for _, a := range b.tree.aliases {
		bound := b.aliases[a.name.text]
		v := bound.result
		if slices.Contains(b.tree.currents, a) || v.mask || len(v.terms) > 0 || b.g.IsRandom(v.ref) || b.readsConnection(v.ref) {
			continue
		}
		written := b.spelled(v.dim)
		if v.dim == unit.Temperature {
			written = "K"
		}
		b.m.Symbols = append(b.m.Symbols, ir.Symbol{Name: a.name.text, Role: ir.Assigned, Dim: v.dim, Unit: written, Init: b.g.Const(0), Pos: at(a.name.place)})
		b.m.Membrane.Present = append(b.m.Membrane.Present, ir.Assign{Symbol: len(b.m.Symbols) - 1, Value: v.ref})
	}
}

func (b *builder) readsConnection(r ir.Ref) bool {
	return slices.ContainsFunc(b.g.Uses(r), func(u int) bool { return b.m.Symbols[u].Place == ir.Connection })
}

// number reads a number that the lexer has checked.
func number(text string) float64 {
	x, _ := strconv.ParseFloat(text, 64)
	return x
}
