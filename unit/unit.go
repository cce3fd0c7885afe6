package unit

import (
	"fmt"
	"math"
)

// Unit is a dimension with a scale. The zero Unit is the number 1. Units that
// print the same are ==.
type Unit struct {
	Dim    Dimension
	Symbol string // as printed, which parses back; empty for the number 1

	// One of this unit is mantissa·10^(halfTens/2) internal units; half powers
	// of ten come from sqrt(s). A mantissa of 0 stands for 1, so that the zero
	// Unit works.
	mantissa float64
	halfTens int
	offset   float64 // in K: what 0 of this unit is
}

// String returns the unit as text that parses back to it.
func (u Unit) String() string {
	if u.Symbol == "" {
		return "1"
	}
	return u.Symbol
}

// IsAffine reports whether 0 of this unit is not 0 of its dimension: degC.
// An affine unit cannot be part of a product, quotient or power.
func (u Unit) IsAffine() bool { return u.offset != 0 }

// ToInternal returns x of this unit in internal units. Powers of ten are
// divided out where they are negative, which rounds once and correctly:
// 281 pF is exactly 0.281 nF.
func (u Unit) ToInternal(x float64) float64 {
	if u.mantissa != 0 {
		x *= u.mantissa
	}
	return scale(x, u.halfTens) + u.offset
}

// FromInternal returns in this unit the value x, which is in internal units.
func (u Unit) FromInternal(x float64) float64 {
	x = scale(x-u.offset, -u.halfTens)
	if u.mantissa != 0 {
		x /= u.mantissa
	}
	return x
}

// scale returns x·10^(halfTens/2), rounded once where the power is whole and
// at most 10^22, the largest that a float64 holds.
func scale(x float64, halfTens int) float64 {
	tens := halfTens >> 1
	if halfTens&1 != 0 {
		x *= math.Sqrt(10)
	}
	if tens < 0 {
		return x / math.Pow10(-tens)
	}
	return x * math.Pow10(tens)
}

// Of returns the quantity of x of this unit.
func (u Unit) Of(x float64) Quantity {
	return Quantity{Value: u.ToInternal(x), Dim: u.Dim}
}

// Convert returns in the unit to what x is in the unit from. It fails where
// the dimensions differ.
func Convert(x float64, from, to Unit) (float64, error) {
	if from.Dim != to.Dim {
		return 0, fmt.Errorf("cannot convert %v to %v: %v is not %v", from, to, from.Dim, to.Dim)
	}
	if from == to {
		return x, nil
	}
	if from.mantissa == to.mantissa && !from.IsAffine() && !to.IsAffine() {
		return scale(x, from.halfTens-to.halfTens), nil
	}
	return to.FromInternal(from.ToInternal(x)), nil
}

// Mul returns the product of two units.
func (u Unit) Mul(v Unit) (Unit, error) {
	w, err := parse(fmt.Sprintf("(%v)*(%v)", u, v))
	if err != nil {
		return Unit{}, fmt.Errorf("%v times %v: %w", u, v, err)
	}
	return w, nil
}

// Div returns the quotient of two units.
func (u Unit) Div(v Unit) (Unit, error) {
	w, err := parse(fmt.Sprintf("(%v)/(%v)", u, v))
	if err != nil {
		return Unit{}, fmt.Errorf("%v divided by %v: %w", u, v, err)
	}
	return w, nil
}

// Pow returns the p-th power of a unit; an exponent in the result that is not
// a multiple of 1/2 is an error.
func (u Unit) Pow(p float64) (Unit, error) {
	terms, err := parseTerms(u.String())
	if err == nil {
		terms, err = raise(terms, p)
	}
	if err != nil {
		return Unit{}, err
	}
	return compose(terms)
}
