package equation

import (
	"fmt"

	"github.com/cajal-sim/cajal/ir"
	"github.com/cajal-sim/cajal/unit"
)

// Operators, with the rules of units: sums and comparisons need equal ones,
// products multiply them, powers need pure exponents.

func (b *builder) unary(e *expr) value {
	v := b.evaluate(e.args[0])
	if e.text == "not" {
		if v = b.condition(v, e.args[0]); v.bad {
			return v
		}
		v.ref = b.g.Unary(ir.Not, v.ref, pos(e))
		return v
	}
	if v = b.number(v, e.args[0]); v.bad {
		return v
	}
	minus := func(r ir.Ref) ir.Ref { return b.g.Unary(ir.Neg, r, pos(e)) }
	v.ref, v.terms = minus(v.ref), scaled(v.terms, minus)
	return v
}

func (b *builder) binary(e *expr) value {
	x, y := b.evaluate(e.args[0]), b.evaluate(e.args[1])
	if e.text == "and" || e.text == "or" {
		return b.logic(e, x, y)
	}
	if x, y = b.number(x, e.args[0]), b.number(y, e.args[1]); x.bad || y.bad {
		return value{bad: true, mask: order[e.text] == orderCompare}
	}
	switch e.text {
	case "+", "-":
		return b.sum(e, x, y)
	case "*":
		return b.product(e, x, y)
	case "/":
		return b.quotient(e, x, y)
	case "^", "**":
		return b.power(e, x, y)
	}
	return b.compare(e, x, y)
}

// isReading reports a temperature such as 10 degC that something is divided by, where a
// difference is meant: it is 283.15 K.
func (b *builder) isReading(e *expr) bool {
	u, ok := unitNamed(e.unit)
	if e.kind != numberExpr || !ok || !u.IsAffine() {
		return false
	}
	b.fail(e.place, b.written(e)+" is a temperature, not a difference", "", "write "+e.text+" K")
	return true
}

func (b *builder) logic(e *expr, x, y value) value {
	x, y = b.condition(x, e.args[0]), b.condition(y, e.args[1])
	if x.bad || y.bad {
		return value{bad: true, mask: true}
	}
	op := ir.And
	if e.text == "or" {
		op = ir.Or
	}
	return value{ref: b.g.Binary(op, x.ref, y.ref, pos(e)), mask: true}
}

// same checks that two operands have one unit, and returns it.
func (b *builder) same(x, y value, ex, ey *expr) (dim unit.Dimension, ok bool) {
	if x.zero {
		return y.dim, true
	}
	v := b.in(y, ey, x.dim, ", as "+b.written(ex))
	return x.dim, !v.bad
}

func (b *builder) sum(e *expr, x, y value) value {
	dim, ok := b.same(x, y, e.args[0], e.args[1])
	if !ok {
		return badValue
	}
	op := ir.Add
	if e.text == "-" {
		op = ir.Sub
	}
	add := func(x, y ir.Ref) ir.Ref { return b.g.Binary(op, x, y, pos(e)) }
	return value{ref: add(x.ref, y.ref), dim: dim, zero: x.zero && y.zero, terms: b.joined(x.terms, y.terms, add)}
}

func (b *builder) product(e *expr, x, y value) value {
	if len(x.terms) > 0 && len(y.terms) > 0 {
		return b.plain(y, e.args[1])
	}
	mul := func(x, y ir.Ref) ir.Ref { return b.g.Binary(ir.Mul, x, y, pos(e)) }
	v := value{ref: mul(x.ref, y.ref), dim: x.dim.Mul(y.dim)}
	v.terms = append(scaled(x.terms, func(c ir.Ref) ir.Ref { return mul(c, y.ref) }),
		scaled(y.terms, func(c ir.Ref) ir.Ref { return mul(x.ref, c) })...)
	return b.valid(v, e)
}

func (b *builder) quotient(e *expr, x, y value) value {
	if y = b.plain(y, e.args[1]); y.bad || b.isReading(e.args[1]) {
		return badValue
	}
	by := func(x ir.Ref) ir.Ref { return b.g.Binary(ir.Div, x, y.ref, pos(e)) }
	return b.valid(value{ref: by(x.ref), dim: x.dim.Div(y.dim), terms: scaled(x.terms, by)}, e)
}

// valid checks that the unit of a result can be expressed.
func (b *builder) valid(v value, e *expr) value {
	if !v.dim.Valid() {
		b.fail(e.place, "the unit of "+b.written(e)+" is out of range", "", "")
		return badValue
	}
	return v
}

func (b *builder) power(e *expr, x, y value) value {
	x, y = b.plain(x, e.args[0]), b.pure(y, e.args[1], " as an exponent")
	if x.bad || y.bad {
		return badValue
	}
	v := value{ref: b.g.Binary(ir.Pow, x.ref, y.ref, pos(e))}
	if x.dim == unit.Dimensionless {
		return v
	}
	exponent := b.g.At(y.ref)
	if exponent.Op != ir.Const {
		b.fail(e.args[1].place, b.written(e.args[0])+b.has(x.dim), "a constant exponent", "divide the base by a quantity first")
		return badValue
	}
	dim, ok := x.dim.Pow(exponent.Imm)
	if !ok {
		b.fail(e.place, fmt.Sprintf("%s to the power %.3g has no unit", b.written(e.args[0]), exponent.Imm), "", "")
		return badValue
	}
	v.dim = dim
	return v
}

// comparisons maps each to an operation, its arguments swapped or its result
// negated.
var comparisons = map[string]struct {
	op            ir.Op
	swap, negated bool
}{
	"<": {ir.Less, false, false}, "<=": {ir.LessEqual, false, false},
	">": {ir.Less, true, false}, ">=": {ir.LessEqual, true, false},
	"==": {ir.Equal, false, false}, "!=": {ir.Equal, false, true},
}

func (b *builder) compare(e *expr, x, y value) value {
	x, y = b.plain(x, e.args[0]), b.plain(y, e.args[1])
	if x.bad || y.bad {
		return value{bad: true, mask: true}
	}
	if _, ok := b.same(x, y, e.args[0], e.args[1]); !ok {
		return value{bad: true, mask: true}
	}
	c := comparisons[e.text]
	if c.swap {
		x, y = y, x
	}
	v := value{ref: b.g.Binary(c.op, x.ref, y.ref, pos(e)), mask: true}
	if c.negated {
		v.ref = b.g.Unary(ir.Not, v.ref, pos(e))
	}
	return v
}

// choice is A if C else B.
func (b *builder) choice(e *expr) value {
	x, y := b.number(b.evaluate(e.args[0]), e.args[0]), b.number(b.evaluate(e.args[2]), e.args[2])
	mask := b.condition(b.evaluate(e.args[1]), e.args[1])
	if x.bad || y.bad || mask.bad {
		return badValue
	}
	dim, ok := b.same(x, y, e.args[0], e.args[2])
	if !ok {
		return badValue
	}
	pick := func(x, y ir.Ref) ir.Ref { return b.g.Select(mask.ref, x, y, pos(e)) }
	return value{ref: pick(x.ref, y.ref), dim: dim, zero: x.zero && y.zero, terms: b.joined(x.terms, y.terms, pick)}
}
