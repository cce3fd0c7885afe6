package nmodl

import (
	"math"
	"strconv"

	"github.com/cajal-sim/cajal/unit"
)

// What a file declares: NEURON, UNITS, PARAMETER, ASSIGNED, STATE, CONSTANT, DEFINE.

func nearest(name string, among []string) string { return unit.NearestOf(name, among) }

// neuron reads the NEURON block.
func (p *parser) neuron(t token) {
	n := &p.tree.neuron
	n.place = t.place
	open := p.expect("{")
	for !p.accept("}") {
		t := p.next()
		switch t.text {
		case "SUFFIX", "POINT_PROCESS", "ARTIFICIAL_CELL":
			n.kind, n.name = t.text, p.name()
		case "USEION":
			p.useIon(n)
		case "NONSPECIFIC_CURRENT":
			n.currents = append(n.currents, p.names()...)
		case "ELECTRODE_CURRENT":
			n.electrodes = append(n.electrodes, p.names()...)
		case "RANGE":
			n.ranges = append(n.ranges, p.names()...)
		case "GLOBAL":
			p.names()
		case "RANDOM":
			n.randoms = append(n.randoms, p.names()...)
		case "POINTER", "BBCOREPOINTER":
			n.pointers = append(n.pointers, p.names()...)
		case "THREADSAFE":
		case "SECTION", "EXTERNAL":
			p.names()
			p.report.fail(t.place, t.text+" is not supported: a mechanism knows only itself", "make the names parameters")
		case "REPRESENTS":
			p.ontology()
		default:
			if t.kind == endToken {
				p.stop(open, "the brace is not closed", "write }")
			}
			p.stop(t, "unexpected "+t.got()+" in NEURON", "")
		}
	}
}

// ontology passes over REPRESENTS PREFIX:NUMBER; the colon makes it a comment in part.
func (p *parser) ontology() { p.name() }

func (p *parser) useIon(n *neuron) {
	use := ionUse{name: p.name()}
	for {
		switch {
		case p.accept("READ"):
			use.reads = append(use.reads, p.names()...)
		case p.accept("WRITE"):
			use.writes = append(use.writes, p.names()...)
		case p.accept("VALENCE") || p.accept("CHARGE"):
			sign := ""
			if p.accept("-") {
				sign = "-"
			}
			p.accept("+")
			use.valence = sign + p.next().text
		case p.accept("REPRESENTS"):
			p.ontology()
		default:
			n.ions = append(n.ions, use)
			return
		}
	}
}

// units reads the UNITS block: (name) = (unit), and NAME = (unit) (in unit).
func (p *parser) units() {
	p.expect("{")
	for !p.accept("}") {
		t := p.peek()
		switch {
		case t.is("("):
			name := p.unitIfAny()
			p.expect("=")
			p.tree.unitNames[name] = p.unitIfAny()
		case t.is("UNITSOFF") || t.is("UNITSON"):
			p.next()
		default:
			p.factor(p.name())
		}
	}
}

// factor reads NAME = (unit) (in unit), or NAME = number (unit).
func (p *parser) factor(name token) {
	p.expect("=")
	if p.peek().kind == numberToken || p.on("-") {
		p.tree.defines[name.text] = p.signedNumber()
		p.unitIfAny()
		return
	}
	of := p.peek()
	from := p.unitIfAny()
	to := ""
	if p.accept("->") || p.on("(") {
		to = p.unitIfAny()
	}
	x, err := p.tree.convert(from, to)
	if err != nil {
		p.report.fail(of.place, err.Error(), "write the number: "+name.text+" = 1 ("+to+")")
	}
	p.tree.defines[name.text] = x
}

func (p *parser) signedNumber() float64 {
	sign := 1.0
	for p.on("-") || p.on("+") {
		if p.next().text == "-" {
			sign = -sign
		}
	}
	t := p.next()
	switch {
	case t.kind == numberToken:
		return sign * p.number(t)
	case t.kind == nameToken:
		if x, ok := p.tree.defines[t.text]; ok {
			return sign * x
		}
	}
	p.stop(t, "unexpected "+t.got()+", want a number", "")
	return 0
}

// parameters reads PARAMETER: name = number (unit) <low, high>.
func (p *parser) parameters() {
	p.expect("{")
	for !p.accept("}") {
		if p.unitSwitch() {
			continue
		}
		d := p.declare()
		if p.accept("=") {
			d.value, d.given = p.signedNumber(), true
		}
		if u := p.unitIfAny(); u != "" {
			d.unit = u
		}
		p.limits(&d)
		p.tree.parameter = append(p.tree.parameter, d)
	}
}

// unitSwitch takes UNITSON or UNITSOFF.
func (p *parser) unitSwitch() bool {
	if p.on("UNITSON") || p.on("UNITSOFF") {
		p.off = p.next().text == "UNITSOFF"
		return true
	}
	return false
}

// declare reads name[size] (unit).
func (p *parser) declare() declared {
	d := declared{name: p.name(), low: math.Inf(-1), high: math.Inf(1)}
	if p.accept("[") {
		at := p.peek()
		x := p.signedNumber()
		if d.size = int(x); float64(d.size) != x || x < 1 || x > maxArray {
			p.stop(at, "the size of "+d.name.text+" is "+strconv.FormatFloat(x, 'g', -1, 64), "give it a whole number from 1 to "+strconv.Itoa(maxArray))
		}
		p.expect("]")
	}
	d.unit = p.unitIfAny()
	return d
}

// maxArray bounds arrays, whose elements are values of their own.
const maxArray = 1000

// limits reads <low, high>.
func (p *parser) limits(d *declared) {
	if !p.accept("<") {
		return
	}
	d.low, d.limited = p.signedNumber(), true
	if p.accept(",") {
		d.high = p.signedNumber()
	}
	p.expect(">")
}

// declarations reads ASSIGNED or STATE: names with sizes and units, and START,
// FROM … TO … and tolerances, which mean nothing here.
func (p *parser) declarations() []declared {
	var out []declared
	p.expect("{")
	for !p.accept("}") {
		if p.unitSwitch() || p.accept(",") {
			continue
		}
		d := p.declare()
		if p.accept("FROM") {
			p.signedNumber()
			p.expect("TO")
			p.signedNumber()
		}
		if p.accept("START") {
			d.value, d.given = p.signedNumber(), true
		}
		if u := p.unitIfAny(); u != "" {
			d.unit = u
		}
		p.limits(&d)
		d.limited = false
		out = append(out, d)
	}
	return out
}

// constants reads CONSTANT: name = number (unit).
func (p *parser) constants() {
	p.expect("{")
	for !p.accept("}") {
		if p.unitSwitch() {
			continue
		}
		p.factor(p.name())
	}
}

// fileLocals reads a LOCAL outside of blocks: values that last, like ASSIGNED.
func (p *parser) fileLocals() {
	p.tree.assigned = append(p.tree.assigned, p.declare())
	for p.accept(",") {
		p.tree.assigned = append(p.tree.assigned, p.declare())
	}
}

func (p *parser) define() {
	name := p.name()
	p.tree.defines[name.text] = p.signedNumber()
}
