package script

import (
	"fmt"

	"github.com/cajal-sim/cajal/unit"
	"go.starlark.net/starlark"
)

// amount is an argument with a dimension, in internal units.
type amount struct {
	dim   unit.Dimension
	value float64
	given bool
}

func (a *amount) take(v starlark.Value) error {
	n, ok := toNumbers(v)
	if !ok || !n.scalar {
		return fmt.Errorf("is %s, want a number in %s", described(v), nameOf(a.dim))
	}
	x, err := fit(n.sample(), a.dim)
	a.value, a.given = x, err == nil
	return err
}

// single is an argument that is one number of whatever dimension.
type single struct {
	unit.Quantity
	given bool
}

func (q *single) take(v starlark.Value) error {
	n, ok := toNumbers(v)
	if !ok || !n.scalar {
		return fmt.Errorf("is %s, want a number", described(v))
	}
	q.Quantity, q.given = n.sample(), true
	return nil
}

// fit checks that q has a dimension; a plain 0 has them all.
func fit(q unit.Quantity, dim unit.Dimension) (float64, error) {
	switch {
	case q.Dim == dim || fitsAny(q):
		return q.Value, nil
	case q.Dim == unit.Dimensionless:
		return 0, fmt.Errorf("is %g without unit, want %s; write %g*%s", q.Value, nameOf(dim), q.Value, nameOf(dim))
	case dim == unit.Dimensionless:
		return 0, fmt.Errorf("is %s, want a plain number", q)
	}
	return 0, fmt.Errorf("is %s, want %s", q, nameOf(dim))
}

// nameOf is a unit of a dimension that a script can write after a number and a *: the
// internal one, but for what the field writes otherwise.
func nameOf(dim unit.Dimension) string {
	switch dim {
	case unit.Temperature:
		return "degC"
	case unit.Frequency, unit.Capacitance.Div(unit.Area), unit.Conductance.Div(unit.Area), unit.Current.Div(unit.Area), unit.Resistance.Mul(unit.Length):
		return unitFor(unit.Quantity{Dim: dim}).Symbol
	}
	return dim.String()
}

// hertz is a frequency argument, in Hz.
func (a amount) hertz() float64 { return unit.MustParse("Hz").FromInternal(a.value) }

// duration is an argument in ms, with its default.
func duration(t float64) amount { return amount{dim: unit.Time, value: t} }

// unitArgument is a unit of a dimension, to convert to.
type unitArgument struct {
	unit.Unit
	dim unit.Dimension
}

func (u *unitArgument) take(v starlark.Value) error {
	q, ok := v.(Quantity)
	if !ok || q.scale == nil {
		return fmt.Errorf("is %s, want a unit such as %s", described(v), nameOf(u.dim))
	}
	if q.Dim != u.dim {
		return fmt.Errorf("is %s, want a unit of the dimension of %s", q, u.dim)
	}
	u.Unit = *q.scale
	return nil
}
