package equation

import (
	"slices"

	"github.com/cajal-sim/cajal/ir"
	"github.com/cajal-sim/cajal/unit"
)

// value is an expression in the graph, with its unit.
//
// What may occur only linearly, white noise and the weight of an event, is
// kept apart as terms: the whole is ref + Σ coefficient·source.
type value struct {
	ref   ir.Ref
	dim   unit.Dimension
	mask  bool // a condition, not a number
	zero  bool // the literal 0, which fits every unit
	bad   bool // a mistake was reported: fits everything
	terms []term
}

// term is coefficient·source.
type term struct {
	source      int // stream of the noise, or theWeight
	coefficient ir.Ref
}

// theWeight is the source of a receptor's weight; noises count from 0.
const theWeight = -1

// scaled returns terms with each coefficient mapped.
func scaled(terms []term, by func(ir.Ref) ir.Ref) []term {
	out := slices.Clone(terms)
	for i := range out {
		out[i].coefficient = by(out[i].coefficient)
	}
	return out
}

// coefficientOf returns the coefficient of a source, 0 where it is absent.
func (b *builder) coefficientOf(terms []term, source int) ir.Ref {
	for _, t := range terms {
		if t.source == source {
			return t.coefficient
		}
	}
	return b.g.Const(0)
}

// joined returns terms for every source of a or b, made by pair from the two
// coefficients.
func (b *builder) joined(x, y []term, pair func(x, y ir.Ref) ir.Ref) []term {
	var out []term
	for _, t := range slices.Concat(x, y) {
		if !slices.ContainsFunc(out, func(o term) bool { return o.source == t.source }) {
			out = append(out, term{t.source, pair(b.coefficientOf(x, t.source), b.coefficientOf(y, t.source))})
		}
	}
	return out
}

// Checks. Each reports a mistake at the expression e and returns a value that
// causes no further ones.

var badValue = value{bad: true}

// number checks that a value is one number.
func (b *builder) number(v value, e *expr) value {
	if v.mask && !v.bad {
		b.fail(e.place, b.written(e)+" is a condition", "a number", "write 1 if … else 0")
		return badValue
	}
	return v
}

// plain checks that a value is a number without noise or weight.
func (b *builder) plain(v value, e *expr) value {
	v = b.number(v, e)
	if len(v.terms) > 0 {
		what := "white noise"
		if v.terms[0].source == theWeight {
			what = "weight"
		}
		b.fail(e.place, what+" must enter linearly", "a sum of products with one "+what+" each", "")
		return badValue
	}
	return v
}

// condition checks that a value is a condition.
func (b *builder) condition(v value, e *expr) value {
	if !v.mask && !v.bad {
		b.fail(e.place, b.written(e)+" is a number", "a condition such as V > V_th", "")
		return badValue
	}
	return v
}

// in checks that a number has unit dim; why says what for.
func (b *builder) in(v value, e *expr, dim unit.Dimension, why string) value {
	v = b.number(v, e)
	if v.bad || v.zero || v.dim == dim {
		return v
	}
	b.fail(e.place, b.written(e)+b.has(v.dim), b.wanted(dim)+why, "")
	return badValue
}

// pure checks that a number has no unit.
func (b *builder) pure(v value, e *expr, why string) value {
	return b.in(b.plain(v, e), e, unit.Dimensionless, why)
}

func (b *builder) written(e *expr) string { return e.span.text(b.source) }

func (b *builder) has(dim unit.Dimension) string {
	if dim == unit.Dimensionless {
		return " has no unit"
	}
	return " has unit " + b.spelled(dim)
}

func (b *builder) wanted(dim unit.Dimension) string {
	if dim == unit.Dimensionless {
		return "a pure number"
	}
	return b.spelled(dim)
}

// spelled is a unit as the mechanism itself writes it, or the internal one.
func (b *builder) spelled(dim unit.Dimension) string {
	for i := range b.m.Symbols {
		if s := &b.m.Symbols[i]; s.Dim == dim && s.Unit != "" && s.Unit != "weight" {
			return s.Unit
		}
	}
	return dim.String()
}
