package equation

import (
	"slices"
	"strings"

	"github.com/cajal-sim/cajal/ir"
	"github.com/cajal-sim/cajal/unit"
)

// What a mechanism on a membrane sees without declaring it: the compartment,
// and of each ion that it names, currents, potentials and concentrations.

// ion reads NAME [valence N] [reads NAME …] [writes NAME …].
func (p *parser) ion(token) {
	n := &ion{name: p.newName()}
	p.tree.ions = append(p.tree.ions, n)
	list := &n.reads
	for listed := false; !p.peek().first; {
		switch t := p.peek(); {
		case t.is("valence"):
			p.next()
			n.valence = p.valence()
		case t.is("reads"), t.is("writes"):
			listed = true
			list = map[string]*[]token{"reads": &n.reads, "writes": &n.writes}[p.next().text]
		case !listed || t.kind != nameToken:
			p.fail(t, "unexpected "+t.got(), "ion NAME [valence N] [reads NAMES] [writes NAMES]", "")
		default:
			*list = append(*list, p.next())
		}
	}
}

func (p *parser) valence() string {
	p.onLine("a number such as 2")
	sign := ""
	if p.on("-") || p.on("+") {
		sign = p.next().text
	}
	if t := p.peek(); t.first || t.kind != numberToken {
		p.fail(t, "valence has no value", "a number such as 2", "")
	}
	return sign + p.next().text
}

// valences of the ions that everybody knows.
var valences = map[string]float64{"na": 1, "k": 1, "ca": 2, "cl": -1, "h": 1, "mg": 2}

// ions declares what the ion lines name.
func (b *builder) ions() {
	for _, n := range b.tree.ions {
		x := ir.Ion{Name: n.name.text, Valence: valences[n.name.text], Current: -1, Potential: -1, Inside: -1, Outside: -1}
		if slices.ContainsFunc(b.m.Membrane.Ions, func(o ir.Ion) bool { return o.Name == x.Name }) {
			b.fail(n.name.place, "a second ion "+x.Name, "one line for each", "")
			continue
		}
		if n.valence != "" {
			x.Valence = number(n.valence)
		}
		if x.Valence == 0 {
			b.fail(n.name.place, "the valence of "+x.Name+" is not known", "", "write ion "+x.Name+" valence 1 …")
		}
		for _, t := range n.reads {
			b.ionRead(&x, t)
		}
		for _, t := range n.writes {
			b.ionWritten(&x, t)
		}
		b.m.Membrane.Ions = append(b.m.Membrane.Ions, x)
	}
}

// ionValues are the values that an ion has in a compartment, in the order of [ionNames].
var ionValues = []struct {
	role ir.Role
	dim  unit.Dimension
	unit string
	doc  string
}{
	{ir.IonCurrent, unit.Current.Div(unit.Area), "mA/cm2", "total current"},
	{ir.IonPotential, unit.Voltage, "mV", "reversal potential"},
	{ir.IonInside, unit.Concentration, "mM", "concentration inside"},
	{ir.IonOutside, unit.Concentration, "mM", "concentration outside"},
}

// ionNames are how the values of an ion are called: ica, eca, cai, cao.
func ionNames(ion string) []string { return []string{"i" + ion, "e" + ion, ion + "i", ion + "o"} }

func ionSlots(x *ir.Ion) []*int { return []*int{&x.Current, &x.Potential, &x.Inside, &x.Outside} }

// ionRead declares a value that the mechanism reads.
func (b *builder) ionRead(x *ir.Ion, t token) {
	i := slices.Index(ionNames(x.Name), t.text)
	if i < 0 {
		b.fail(t.place, "ion "+x.Name+" has no "+t.text, "one of "+strings.Join(ionNames(x.Name), ", "), "")
		return
	}
	if slot := ionSlots(x)[i]; *slot < 0 && b.isNew(t) {
		v := ionValues[i]
		*slot = b.symbol(ir.Symbol{Name: t.text, Role: v.role, Place: ir.Compartment, Dim: v.dim, Unit: v.unit, Init: ir.None, Doc: v.doc + " of " + x.Name, Pos: at(t.place)})
	}
}

// ionWritten declares what the mechanism adds to or sets: the current, or a
// concentration, which is then a state.
func (b *builder) ionWritten(x *ir.Ion, t token) {
	switch t.text {
	case "i" + x.Name:
		if x.Current >= 0 {
			b.fail(t.place, t.text+" is read and written", "", "what other mechanisms add to it cannot be seen beside one's own part")
			return
		}
		v := ionValues[0]
		x.Current = b.symbol(ir.Symbol{Name: "total " + t.text, Role: v.role, Place: ir.Compartment, Dim: v.dim, Unit: v.unit, Init: ir.None, Pos: at(t.place)})
	case x.Name + "i", x.Name + "o":
		b.ionRead(x, t)
		x.WritesInside = x.WritesInside || t.text == x.Name+"i"
		x.WritesOutside = x.WritesOutside || t.text == x.Name+"o"
		b.owned[b.slots[t.text]] = true
	default:
		b.fail(t.place, "a mechanism cannot write "+t.text, "i"+x.Name+", "+x.Name+"i or "+x.Name+"o", "")
	}
}

// declareConcentration takes the state that is a concentration of an ion.
func (b *builder) declareConcentration(d *declaration) bool {
	slot, ok := b.slots[d.name.text]
	if !ok || !b.owned[slot] {
		return false
	}
	s := &b.m.Symbols[slot]
	s.Doc = d.prose
	b.broken[slot] = d.bad
	if !d.bad && d.dim != s.Dim {
		b.fail(d.name.place, "state "+s.Name+b.has(d.dim), s.Unit+", as all concentrations", "")
	}
	return true
}

// undeclaredIon is the remedy for a name that would be a value of an ion.
func (b *builder) undeclaredIon(name string) string {
	if b.m.Membrane == nil {
		return ""
	}
	for _, ion := range []string{"na", "k", "ca", "cl"} {
		if slices.Contains(ionNames(ion), name) {
			return "to read it: ion " + ion + " reads " + name
		}
	}
	return ""
}

// givenValues are the words for what every compartment has.
var givenValues = map[string]struct {
	role  ir.Role
	place ir.Place
	dim   unit.Dimension
	unit  string
}{
	"v":       {ir.Voltage, ir.Compartment, unit.Voltage, "mV"},
	"celsius": {ir.Celsius, ir.Self, unit.Temperature, "degC"},
	"diam":    {ir.Diameter, ir.Compartment, unit.Length, "um"},
	"area":    {ir.Area, ir.Compartment, unit.Area, "um2"},
}

func (b *builder) isGiven(name string) bool {
	_, ok := givenValues[name]
	return ok && b.m.Membrane != nil
}

// given is the symbol of such a word, made when it is first read.
func (b *builder) given(name string) int {
	g := givenValues[name]
	if of := b.m.Of(g.role); len(of) > 0 {
		return of[0]
	}
	return b.symbol(ir.Symbol{Name: name, Role: g.role, Place: g.place, Dim: g.dim, Unit: g.unit, Init: ir.None})
}

// isThereAtStart reports whether an initial value may read a symbol: the
// compartment, and for a value of a connection its weight.
func (b *builder) isThereAtStart(s *ir.Symbol) bool {
	return b.m.Membrane != nil && (s.Role != ir.State && s.Role != ir.StepSize)
}
