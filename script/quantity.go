package script

import (
	"fmt"
	"hash/fnv"
	"math"

	"github.com/cajal-sim/cajal/unit"
	"go.starlark.net/starlark"
	"go.starlark.net/syntax"
)

// Quantity is a number with a dimension: 20*ms, and the units themselves: ms.
// A quantity without dimension is a plain float and never a Quantity.
type Quantity struct {
	unit.Quantity
	scale *unit.Unit // of a unit, which converts without rounding twice
}

// quantity makes the Starlark value of q: a float where it has no dimension.
func quantity(q unit.Quantity) starlark.Value {
	if q.Dim == unit.Dimensionless {
		return starlark.Float(q.Value)
	}
	return Quantity{Quantity: q}
}

// scaleOf makes the Starlark value of a unit.
func scaleOf(u unit.Unit) starlark.Value {
	if u.Dim == unit.Dimensionless {
		return starlark.Float(u.ToInternal(1))
	}
	return Quantity{u.Of(1), &u}
}

// frequency makes the Starlark value of a rate in Hz.
func frequency(hertz float64) starlark.Value { return quantity(unit.MustParse("Hz").Of(hertz)) }

// milliseconds makes the Starlark value of a time.
func milliseconds(t float64) starlark.Value { return quantity(unit.Quantity{Value: t, Dim: unit.Time}) }

// String prints a unit as its symbol and any other quantity as value and unit.
func (q Quantity) String() string {
	if q.scale != nil {
		return q.scale.String()
	}
	return q.Quantity.String()
}

// Type is the name of the type in scripts.
func (q Quantity) Type() string { return "quantity" }

// Freeze does nothing: quantities never change.
func (q Quantity) Freeze() {}

// Truth is false for zero, as of any number.
func (q Quantity) Truth() starlark.Bool { return q.Value != 0 }

// Hash makes quantities keys of dictionaries.
func (q Quantity) Hash() (uint32, error) {
	h := fnv.New32a()
	fmt.Fprint(h, math.Float64bits(q.Value), q.Dim)
	return h.Sum32(), nil
}

// Binary is the arithmetic of quantities; see [arithmetic].
func (q Quantity) Binary(op syntax.Token, y starlark.Value, side starlark.Side) (starlark.Value, error) {
	return arithmetic(op, q, y, side)
}

// Unary is −q and +q.
func (q Quantity) Unary(op syntax.Token) (starlark.Value, error) {
	switch op {
	case syntax.MINUS:
		return quantity(q.Neg()), nil
	case syntax.PLUS:
		return q, nil
	}
	return nil, nil
}

// CompareSameType orders quantities, for sorted, min and max.
func (q Quantity) CompareSameType(op syntax.Token, y starlark.Value, _ int) (bool, error) {
	return ordered(op, q.Quantity, y.(Quantity).Quantity)
}

// ordered compares two quantities; those of different dimension are unequal.
func ordered(op syntax.Token, a, b unit.Quantity) (bool, error) {
	if a, b, ok := commonDimension(a, b); ok {
		return compareNumbers(op, a.Value, b.Value), nil
	}
	switch op {
	case syntax.EQL:
		return false, nil
	case syntax.NEQ:
		return true, nil
	}
	return false, fmt.Errorf("%s %s %s compares different dimensions", show(a), op, show(b))
}

// commonDimension gives a plain 0 (or ±inf) the dimension of the other one:
// it fits every dimension.
func commonDimension(a, b unit.Quantity) (unit.Quantity, unit.Quantity, bool) {
	switch {
	case a.Dim == b.Dim:
	case fitsAny(a):
		a.Dim = b.Dim
	case fitsAny(b):
		b.Dim = a.Dim
	default:
		return a, b, false
	}
	return a, b, true
}

// fitsAny reports whether q is a plain 0 or infinity.
func fitsAny(q unit.Quantity) bool {
	return q.Dim == unit.Dimensionless && (q.Value == 0 || math.IsInf(q.Value, 0))
}

func compareNumbers(op syntax.Token, a, b float64) bool {
	switch op {
	case syntax.EQL:
		return a == b
	case syntax.NEQ:
		return a != b
	case syntax.LT:
		return a < b
	case syntax.LE:
		return a <= b
	case syntax.GT:
		return a > b
	}
	return a >= b
}

// show prints a quantity in a message, a plain number as such.
func show(q unit.Quantity) string {
	if q.Dim == unit.Dimensionless {
		return fmt.Sprintf("%g", q.Value)
	}
	return q.String()
}

// AttrNames lists what a quantity can do.
func (q Quantity) AttrNames() []string { return []string{"value", "unit"} }

// Attr finds a method: q.value(mV) is the plain number of mV.
func (q Quantity) Attr(name string) (starlark.Value, error) {
	switch name {
	case "value":
		return method("value", func(c *call) (starlark.Value, error) {
			u := unitArgument{dim: q.Dim}
			if err := c.bind("unit", &u); err != nil {
				return nil, err
			}
			return starlark.Float(u.FromInternal(q.Value)), nil
		}), nil
	case "unit":
		return starlark.String(q.Dim.String()), nil
	}
	return nil, nil
}
