package nmodl

import (
	"math"
	"slices"
	"strconv"

	"github.com/cajal-sim/cajal/ir"
	"github.com/cajal-sim/cajal/unit"
)

// Names become symbols. What a name stands for depends on where it is declared,
// on what NEURON { } says of it, and on whether the text ever assigns to it.

// given are the names whose value comes from the compartment or the simulation.
var given = map[string]struct {
	role  ir.Role
	place ir.Place
	unit  string
}{
	"v": {ir.Voltage, ir.Compartment, "mV"}, "diam": {ir.Diameter, ir.Compartment, "um"}, "area": {ir.Area, ir.Compartment, "um2"},
	"celsius": {ir.Celsius, ir.Self, "degC"}, "t": {ir.Time, ir.Self, "ms"}, "dt": {ir.StepSize, ir.Self, "ms"},
}

// declare makes the symbols.
func (b *builder) declare() {
	for _, name := range []string{"t", "dt", "celsius", "v", "area", "diam"} {
		if g := given[name]; g.place == ir.Self || b.m.Kind != ir.ArtificialCell {
			b.symbol(ir.Symbol{Name: name, Role: g.role, Place: g.place, Unit: g.unit, Init: ir.None}, 0, place{})
		}
	}
	b.ions()
	for _, d := range b.tree.parameter {
		b.one(d, ir.Param)
	}
	for _, d := range b.tree.state {
		b.one(d, ir.State)
	}
	for _, d := range b.tree.assigned {
		b.one(d, ir.Assigned)
	}
	for _, t := range b.tree.neuron.ranges {
		if _, ok := b.variables[t.text]; !ok && !b.isAmong(t.text, b.tree.neuron.pointers) {
			b.warn(t.place, "RANGE "+t.text+" is not declared", "write it in PARAMETER, ASSIGNED or STATE")
		}
	}
}

// symbol adds a name; an array adds one symbol for each element.
func (b *builder) symbol(s ir.Symbol, size int, where place) {
	if u, err := unit.Parse(s.Unit); err == nil {
		s.Dim = u.Dim
	} else {
		s.Unit = ""
	}
	s.Pos = at(where)
	name := s.Name
	b.variables[name] = variable{len(b.m.Symbols), size}
	for i := range max(size, 1) {
		if size > 0 {
			s.Name = name + "[" + strconv.Itoa(i) + "]"
		}
		b.m.Symbols = append(b.m.Symbols, s)
	}
}

// one declares a name of PARAMETER, STATE or ASSIGNED. A parameter that the text
// changes is an assigned value with a start; an assigned value that it never changes is
// a parameter that a program sets.
func (b *builder) one(d declared, role ir.Role) {
	name := d.name.text
	if _, known := b.variables[name]; known {
		return
	}
	if b.isAmong(name, b.tree.neuron.pointers) || b.isAmong(name, b.tree.neuron.randoms) {
		return
	}
	if _, ok := b.tree.measure(d.unit, 0); !ok {
		b.warn(d.name.place, "the unit ("+d.unit+") of "+name+" is not known: it counts as a number without unit", "define it in UNITS { }, as in (mV) = (millivolt)")
	}
	switch {
	case role == ir.Param && b.written[name]:
		role = ir.Assigned
	case role == ir.Assigned && !b.written[name]:
		role = ir.Param
	}
	b.symbol(ir.Symbol{Name: name, Role: role, Unit: d.unit, Init: b.g.Const(d.value)}, d.size, d.name.place)
	if d.limited && role == ir.Param {
		v := b.variables[name]
		b.m.Membrane.Limits = append(b.m.Membrane.Limits, ir.Limit{Symbol: v.base, Low: d.low, High: d.high, Why: "as the text says"})
	}
}

func (b *builder) isAmong(name string, list []token) bool {
	return slices.ContainsFunc(list, func(t token) bool { return t.text == name })
}

// valences of the ions that NEURON knows.
var valences = map[string]float64{"na": 1, "k": 1, "ca": 2, "cl": -1, "h": 1, "mg": 2}

// ions declares what USEION names.
func (b *builder) ions() {
	for _, use := range b.tree.neuron.ions {
		x := use.name.text
		ion := ir.Ion{Name: x, Valence: valences[x], Current: -1, Potential: -1, Inside: -1, Outside: -1}
		if use.valence != "" {
			z, err := strconv.ParseFloat(use.valence, 64)
			if err != nil {
				b.fail(use.name.place, "VALENCE "+use.valence+" is no number", "")
			}
			ion.Valence = z
		}
		for _, w := range use.writes {
			b.ion(&ion, w, true)
		}
		for _, r := range use.reads {
			b.ion(&ion, r, false)
		}
		b.m.Membrane.Ions = append(b.m.Membrane.Ions, ion)
	}
}

// ion declares one variable of an ion.
func (b *builder) ion(ion *ir.Ion, t token, write bool) {
	x := ion.Name
	role, slot, written := ir.IonCurrent, &ion.Current, new(bool)
	switch t.text {
	case "i" + x:
		if write {
			b.ownCurrent(ion, t)
			return
		}
	case "e" + x:
		role, slot, written = ir.IonPotential, &ion.Potential, &ion.WritesPotential
	case x + "i":
		role, slot, written = ir.IonInside, &ion.Inside, &ion.WritesInside
	case x + "o":
		role, slot, written = ir.IonOutside, &ion.Outside, &ion.WritesOutside
	default:
		b.fail(t.place, t.text+" is not a variable of the ion "+x, "write i"+x+", e"+x+", "+x+"i or "+x+"o")
		return
	}
	*written = *written || write
	if *slot >= 0 {
		return
	}
	units := map[ir.Role]string{ir.IonCurrent: "mA/cm2", ir.IonPotential: "mV", ir.IonInside: "mM", ir.IonOutside: "mM"}
	b.symbol(ir.Symbol{Name: t.text, Role: role, Place: ir.Compartment, Unit: units[role], Init: ir.None}, 0, t.place)
	*slot = b.variables[t.text].base
}

// ownCurrent declares a current that the mechanism adds to an ion's total: its own
// part keeps the name.
func (b *builder) ownCurrent(ion *ir.Ion, t token) {
	b.symbol(ir.Symbol{Name: "total " + t.text, Role: ir.IonCurrent, Place: ir.Compartment, Unit: "mA/cm2", Init: ir.None}, 0, t.place)
	ion.Current = b.variables["total "+t.text].base
	own := "mA/cm2"
	if b.m.Kind == ir.PointProcess {
		own = "nA"
	}
	b.symbol(ir.Symbol{Name: t.text, Role: ir.Assigned, Unit: own, Init: b.g.Const(0)}, 0, t.place)
}

// findWritten notes every name that some statement assigns to.
func (b *builder) findWritten() {
	for _, list := range [][]*block{b.tree.initial, b.tree.before, b.tree.present, b.tree.cue, b.tree.after} {
		for _, x := range list {
			b.writtenIn(x)
		}
	}
	for _, name := range b.tree.order {
		b.writtenIn(b.tree.routines[name].body)
	}
	if r := b.tree.receive; r != nil {
		b.writtenIn(r.body)
		b.writtenIn(r.initial)
	}
	for _, t := range slices.Concat(b.tree.neuron.currents, b.tree.neuron.electrodes) {
		b.written[t.text] = true
	}
}

func (b *builder) writtenIn(x *block) {
	if x == nil {
		return
	}
	for _, s := range x.statements {
		switch s.kind {
		case assignment, derivative:
			b.written[s.word.text] = true
		case callStatement:
			if s.word.text == "state_discontinuity" && len(s.value.args) > 0 {
				b.written[s.value.args[0].text] = true
			}
		}
		b.writtenIn(s.then)
		b.writtenIn(s.other)
	}
}

// sample gives a typical value of every symbol, by which pivots are chosen.
func (b *builder) sample(symbol int) float64 {
	if symbol > b.probe() { // a state at the start of the kernel
		symbol -= b.entry(0)
	}
	if symbol >= len(b.m.Symbols) {
		return 0.3
	}
	s := &b.m.Symbols[symbol]
	typical := map[ir.Role]float64{ir.Voltage: -41.3, ir.Celsius: 33, ir.StepSize: 0.025, ir.Time: 10, ir.Diameter: 2, ir.Area: 100,
		ir.IonPotential: 45, ir.IonInside: 1e-4, ir.IonOutside: 2, ir.IonCurrent: 1e-3}
	if x, ok := typical[s.Role]; ok {
		return x
	}
	if s.Role == ir.Param && s.Init != ir.None {
		if x := b.g.At(s.Init).Imm; x != 0 && !math.IsInf(x, 0) {
			return x
		}
	}
	return 0.3 + 0.01*float64(symbol%17)
}
