package equation

import (
	"slices"
	"strconv"
	"strings"

	"github.com/cajal-sim/cajal/ir"
	"github.com/cajal-sim/cajal/unit"
)

// evaluate puts an expression into the graph and finds its unit.
func (b *builder) evaluate(e *expr) value {
	switch e.kind {
	case numberExpr:
		return b.literal(e)
	case nameExpr:
		return b.name(e)
	case callExpr:
		return b.call(e)
	case unaryExpr:
		return b.unary(e)
	case binaryExpr:
		return b.binary(e)
	}
	return b.choice(e)
}

func pos(e *expr) ir.Pos { return at(e.place) }

func at(p place) ir.Pos { return ir.Pos{Line: int32(p.line), Col: int32(p.col)} }

func (b *builder) literal(e *expr) value {
	if e.unit == "" {
		x, err := strconv.ParseFloat(e.text, 64)
		if err != nil {
			b.fail(e.place, e.text+" is out of range", "", "")
			return badValue
		}
		return value{ref: b.g.Const(x), zero: x == 0}
	}
	q, err := unit.ParseQuantity(e.text + " " + e.unit)
	if err != nil {
		b.fail(e.place, err.Error(), "", "")
		return badValue
	}
	return value{ref: b.g.Const(b.scaled(e.text, e.unit, q)), dim: q.Dim}
}

// name looks a name up: a symbol, an alias, a word of the language, a unit.
func (b *builder) name(e *expr) value {
	if slot, ok := b.slots[e.text]; ok {
		return b.load(slot, e)
	}
	if a, ok := b.aliases[e.text]; ok {
		return b.alias(a)
	}
	if v, ok := b.implicit(e); ok {
		return v
	}
	u, ok := unitNamed(e.text)
	switch {
	case !ok:
		b.unknown(e)
		return badValue
	case u.IsAffine():
		b.fail(e.place, e.text+" cannot be part of a product", "", "write the temperature as one quantity, such as 36 degC")
		return badValue
	}
	return value{ref: b.g.Const(u.ToInternal(1) * b.scale(u.Dim)), dim: u.Dim}
}

func (b *builder) load(slot int, e *expr) value {
	s := &b.m.Symbols[slot]
	if s.Role == ir.Weight && s.Place != ir.Connection {
		return b.loadWeight(slot, e)
	}
	return value{ref: b.g.Load(slot, pos(e)), dim: s.Dim, bad: b.broken[slot]}
}

func (b *builder) unknown(e *expr) {
	names := b.names()
	if _, ok := functions[e.text]; ok {
		b.fail(e.place, e.text+" is a function", "its arguments in brackets", "")
		return
	}
	if remedy := b.undeclaredIon(e.text); remedy != "" {
		b.fail(e.place, "unknown name "+e.text, "", remedy)
		return
	}
	remedy, spelling := near(e.text, names), unit.Nearest(e.text)
	if spelling != "" && (remedy == "" || strings.EqualFold(spelling, e.text)) {
		remedy = "did you mean the unit " + spelling + "?"
	}
	b.fail(e.place, "unknown name "+e.text, "a parameter, state, input, alias or unit", remedy)
}

// alias evaluates a let once.
func (b *builder) alias(a *binding) value {
	switch a.stage {
	case evaluating:
		a.circular = true
		return badValue
	case unseen:
		a.stage = evaluating
		weight := b.weight
		if b.m.Kind == ir.Neuron {
			b.weight = nil
		}
		a.result = badValue
		if a.value != nil {
			a.result = b.evaluate(a.value)
		}
		b.weight = weight
		a.stage = evaluated
		if a.circular {
			b.fail(a.name.place, "alias "+a.name.text+" is defined by itself", "", "make it a state, or break the circle")
			a.result = badValue
		}
	}
	return a.result
}

// implicit resolves the words that need no declaration.
func (b *builder) implicit(e *expr) (value, bool) {
	switch {
	case e.text == "t":
		return b.load(b.role(ir.Time, "t", unit.Time, "ms"), e), true
	case e.text == "dt":
		return b.load(b.role(ir.StepSize, "dt", unit.Time, "ms"), e), true
	case e.text == "pi":
		return value{ref: b.g.Const(3.141592653589793)}, true
	case e.text == "inf":
		return b.infinite(), true
	case b.isGiven(e.text):
		return b.load(b.given(e.text), e), true
	case e.text == "weight":
		return b.loadWeight(-1, e), true
	case e.text == "xi" || strings.HasPrefix(e.text, "xi_"):
		return value{ref: b.g.Const(0), dim: noiseUnit, terms: []term{{b.noise(e.text), b.g.Const(1)}}}, true
	}
	return value{}, false
}

// noiseUnit is the unit of white noise, 1/sqrt(ms).
var noiseUnit = unit.Dimension{Time: -1}

// noise returns the stream of a noise: a new one for xi, one per name for xi_….
func (b *builder) noise(name string) int {
	i := slices.Index(b.noises, name)
	if i < 0 || name == "xi" {
		b.noises = append(b.noises, name)
		b.noiseStreams = append(b.noiseStreams, b.stream())
		i = len(b.noises) - 1
	}
	return b.noiseStreams[i]
}

func (b *builder) stream() int {
	b.m.Streams++
	return b.m.Streams - 1
}
