package equation

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/cajal-sim/cajal/ir"
	"github.com/cajal-sim/cajal/unit"
)

// Declarations: symbols with their units and initial values.

// declare makes the symbols and lists the aliases.
func (b *builder) declare() {
	b.ions()
	for _, d := range b.tree.declarations {
		switch d.keyword {
		case "param":
			b.declareParam(d)
		case "state", "pre", "post", "volume":
			if !b.declareConcentration(d) {
				b.declareSymbol(d, ir.State, placeOf[d.keyword])
			}
		case "input":
			b.declareSymbol(d, ir.Input, ir.Self)
		case "reads":
			b.declareReads(d)
		}
	}
	b.declareConnection()
	if b.m.Kind == ir.Synapse {
		b.weight = &weightMeaning{}
		b.role(ir.Weight, "weight", unit.Dimensionless, "weight")
	}
	for _, a := range b.tree.aliases {
		if b.isNew(a.name) {
			b.aliases[a.name.text] = &binding{alias: a}
		}
	}
}

var placeOf = map[string]ir.Place{"state": ir.Self, "pre": ir.Pre, "post": ir.Post, "volume": ir.Volume}

func (b *builder) declareSymbol(d *declaration, role ir.Role, place ir.Place) {
	if !b.isNew(d.name) {
		return
	}
	slot := b.symbol(ir.Symbol{Name: d.name.text, Role: role, Place: place, Dim: d.dim, Unit: d.unit, Init: ir.None, Doc: d.prose, Pos: at(d.name.place)})
	b.broken[slot] = d.bad
}

func (b *builder) declareParam(d *declaration) {
	b.declareSymbol(d, ir.Param, ir.Self)
	slot, ok := b.slots[d.name.text]
	if !ok || d.bad {
		return
	}
	b.m.Symbols[slot].Init = b.g.Const(b.paramValue(d))
}

// paramValue is the value in internal units; on a membrane, in its own.
func (b *builder) paramValue(d *declaration) float64 {
	if strings.HasSuffix(d.number, "inf") {
		return math.Inf(map[bool]int{true: -1, false: 1}[d.number[0] == '-'])
	}
	suffix := d.unit
	if d.dim == unit.Dimensionless && (suffix == "weight" || suffix == "1") {
		suffix = ""
	}
	q, err := unit.ParseQuantity(d.number + " " + suffix)
	if err != nil {
		b.fail(d.name.place, err.Error(), "", "")
	}
	if b.m.Membrane != nil {
		x, _ := strconv.ParseFloat(d.number, 64)
		return x
	}
	return q.Value
}

// declareReads declares a state of the pre- or postsynaptic neuron.
func (b *builder) declareReads(d *declaration) {
	place := ir.PostCell
	switch {
	case strings.HasSuffix(d.name.text, "_pre"):
		place = ir.PreCell
	case !strings.HasSuffix(d.name.text, "_post"):
		defer b.fail(d.name.place, "reads "+d.name.text+" does not say of which neuron", "a name that ends in _pre or _post", "")
	}
	b.declareSymbol(d, ir.State, place)
}

// isNew checks that a name may be given to something new.
func (b *builder) isNew(name token) bool {
	_, isFunction := functions[name.text]
	reserved := []string{"t", "dt", "pi", "inf", "xi"}
	if b.m.Kind == ir.Synapse || b.m.Kind == ir.Neuron {
		reserved = append(reserved, "weight")
	}
	if b.m.Membrane != nil {
		reserved = append(reserved, "v", "celsius", "diam", "area", "weight")
	}
	switch {
	case isFunction || slices.Contains(reserved, name.text) || strings.HasPrefix(name.text, "xi_"):
		b.fail(name.place, name.text+" has a meaning in the language", "another name", "")
	case slices.Contains(b.names(), name.text):
		b.fail(name.place, name.text+" is declared twice", "another name", "")
	default:
		return true
	}
	return false
}

// names lists what was declared, in order.
func (b *builder) names() []string {
	var names []string
	for i := range b.m.Symbols {
		names = append(names, b.m.Symbols[i].Name)
	}
	for _, a := range b.tree.aliases {
		if b.aliases[a.name.text] != nil {
			names = append(names, a.name.text)
		}
	}
	return names
}

func (b *builder) symbol(s ir.Symbol) int {
	b.m.Symbols = append(b.m.Symbols, s)
	b.slots[s.Name] = len(b.m.Symbols) - 1
	return b.slots[s.Name]
}

// role returns the symbol of a role that a mechanism has once.
func (b *builder) role(role ir.Role, name string, dim unit.Dimension, written string) int {
	if of := b.m.Of(role); len(of) > 0 {
		return of[0]
	}
	return b.symbol(ir.Symbol{Name: name, Role: role, Dim: dim, Unit: written, Init: ir.None})
}

// initial evaluates the initial values of the states, which may read
// parameters, other initial values and random numbers.
func (b *builder) initial() {
	for _, d := range b.tree.declarations {
		slot, ok := b.slots[d.name.text]
		if !ok || d.bad || d.keyword == "receive" || !b.isState(slot) && b.m.Symbols[slot].Place != ir.Connection {
			continue
		}
		b.m.Symbols[slot].Init = b.g.Const(0)
		if d.value == nil && b.m.Symbols[slot].Place == ir.Compartment {
			b.m.Symbols[slot].Init = ir.None // it stays what the ion has
		}
		if d.value == nil {
			continue
		}
		v := b.in(b.plain(b.evaluate(d.value), d.value), d.value, d.dim, ", the unit of "+d.name.text)
		if !v.bad && b.initialOnly(v.ref, d.value) {
			b.m.Symbols[slot].Init = v.ref
		}
	}
	b.initialCircles()
}

// isState reports whether a symbol is a state, or a concentration that the mechanism changes.
func (b *builder) isState(slot int) bool {
	s := &b.m.Symbols[slot]
	return s.Role == ir.State && (s.Place < ir.PreCell || s.Place > ir.PostCell) || b.owned[slot]
}

// initialOnly checks that an initial value reads only what is there at the start.
func (b *builder) initialOnly(r ir.Ref, e *expr) bool {
	for _, slot := range b.g.Uses(r) {
		s := &b.m.Symbols[slot]
		if s.Role != ir.Param && !b.isState(slot) && !b.isThereAtStart(s) {
			b.fail(e.place, "an initial value reads "+s.Name, "parameters and initial values of states", "")
			return false
		}
	}
	return true
}

// initialCircles reports initial values that need each other, and unties them.
func (b *builder) initialCircles() {
	stages := make([]stage, len(b.m.Symbols))
	var visit func(slot int)
	visit = func(slot int) {
		s := &b.m.Symbols[slot]
		if !b.isState(slot) || s.Init == ir.None || stages[slot] == evaluated {
			return
		}
		if stages[slot] == evaluating {
			b.fail(place{int(s.Pos.Line), int(s.Pos.Col)}, "the initial value of "+s.Name+" depends on itself", "", "give one state of the circle a value")
			s.Init = ir.None
			return
		}
		stages[slot] = evaluating
		for _, used := range b.g.Uses(s.Init) {
			visit(used)
		}
		stages[slot] = evaluated
	}
	for slot := range b.m.Symbols {
		visit(slot)
	}
}
