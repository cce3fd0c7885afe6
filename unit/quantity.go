package unit

import (
	"cmp"
	"fmt"
	"math"
	"strconv"
	"strings"
)

// Quantity is a value with a dimension. The value is in internal units.
type Quantity struct {
	Value float64
	Dim   Dimension
}

// ParseQuantity reads a number and its unit: "20 ms", "-65mV",
// "1e-3 nS/um2", "0.3". The value is the float64 nearest to the decimal
// number in internal units, where the unit is a power of ten of them.
func ParseQuantity(text string) (Quantity, error) {
	number, rest := splitNumber(strings.TrimSpace(text))
	if number == "" {
		return Quantity{}, fmt.Errorf("quantity %q: no number in front, want for example \"20 mV\"", text)
	}
	if digit, _ := splitNumber(rest); digit != "" && !strings.HasPrefix(rest, "1/") {
		return Quantity{}, fmt.Errorf("quantity %q: two numbers, want one and a unit", text)
	}
	u, err := parse(rest)
	if err != nil {
		return Quantity{}, fmt.Errorf("quantity %q: %w", text, err)
	}
	value, err := u.toInternal(number)
	if err != nil || math.IsInf(value, 0) {
		return Quantity{}, fmt.Errorf("quantity %q: %s %v is out of range", text, number, u)
	}
	return Quantity{value, u.Dim}, nil
}

// toInternal is ToInternal of a decimal number, rounded once.
func (u Unit) toInternal(number string) (float64, error) {
	if u.mantissa != 0 || u.halfTens&1 != 0 || u.IsAffine() {
		x, err := strconv.ParseFloat(number, 64)
		return u.ToInternal(x), err
	}
	digits, exponent, _ := strings.Cut(strings.ToLower(number), "e")
	tens := 0
	if exponent != "" {
		var err error
		if tens, err = strconv.Atoi(exponent); err != nil {
			return 0, err
		}
	}
	return strconv.ParseFloat(fmt.Sprintf("%se%d", digits, tens+u.halfTens/2), 64)
}

// String returns the value in the unit of the field that suits its size, and
// parses back to the same quantity: "281 pF", "-65 mV", "8 Hz".
func (q Quantity) String() string {
	u := q.readable()
	text := q.decimal(u)
	if u.Symbol == "" {
		return text
	}
	return text + " " + u.Symbol
}

// In returns the value in the unit u; it fails where the dimensions differ.
func (q Quantity) In(u Unit) (float64, error) {
	if q.Dim != u.Dim {
		return 0, fmt.Errorf("%v cannot be given in %v", q, u)
	}
	return u.FromInternal(q.Value), nil
}

// Add returns q + r; it fails where the dimensions differ.
func (q Quantity) Add(r Quantity) (Quantity, error) {
	if q.Dim != r.Dim {
		return Quantity{}, fmt.Errorf("cannot add %v to %v: %v is not %v", r, q, r.Dim, q.Dim)
	}
	return Quantity{q.Value + r.Value, q.Dim}, nil
}

// Sub returns q − r; it fails where the dimensions differ.
func (q Quantity) Sub(r Quantity) (Quantity, error) {
	if q.Dim != r.Dim {
		return Quantity{}, fmt.Errorf("cannot subtract %v from %v: %v is not %v", r, q, r.Dim, q.Dim)
	}
	return Quantity{q.Value - r.Value, q.Dim}, nil
}

// Mul returns q·r; it fails where an exponent of the dimension overflows.
func (q Quantity) Mul(r Quantity) (Quantity, error) {
	p := Quantity{q.Value * r.Value, q.Dim.Mul(r.Dim)}
	if !p.Dim.Valid() {
		return Quantity{}, fmt.Errorf("the unit of %v times %v is out of range", q, r)
	}
	return p, nil
}

// Div returns q/r; it fails where an exponent of the dimension overflows.
func (q Quantity) Div(r Quantity) (Quantity, error) {
	p := Quantity{q.Value / r.Value, q.Dim.Div(r.Dim)}
	if !p.Dim.Valid() {
		return Quantity{}, fmt.Errorf("the unit of %v divided by %v is out of range", q, r)
	}
	return p, nil
}

// Pow returns the p-th power; it fails where an exponent of the dimension is
// no longer a multiple of 1/2 or overflows.
func (q Quantity) Pow(p float64) (Quantity, error) {
	dim, ok := q.Dim.Pow(p)
	if !ok {
		return Quantity{}, fmt.Errorf("%v to the power %.6g has no unit: exponents are multiples of 1/2 up to 63.5", q, p)
	}
	return Quantity{math.Pow(q.Value, p), dim}, nil
}

// Neg returns −q.
func (q Quantity) Neg() Quantity { return Quantity{-q.Value, q.Dim} }

// Cmp returns -1, 0 or 1 as q is less than, equal to or greater than r; it
// fails where the dimensions differ. A NaN is less than any number.
func (q Quantity) Cmp(r Quantity) (int, error) {
	if q.Dim != r.Dim {
		return 0, fmt.Errorf("cannot compare %v with %v: %v is not %v", q, r, q.Dim, r.Dim)
	}
	return cmp.Compare(q.Value, r.Value), nil
}
