package script

import (
	"fmt"
	"math"

	"github.com/cajal-sim/cajal/unit"
	"go.starlark.net/starlark"
	"go.starlark.net/syntax"
)

// numbers is an operand of arithmetic: one value or an array of them.
type numbers struct {
	values []float64
	dim    unit.Dimension
	scalar bool
	kind   kind
	scale  *unit.Unit
}

// at is element i; a scalar has the same at every i.
func (n numbers) at(i int) float64 {
	if n.scalar {
		return n.values[0]
	}
	return n.values[i]
}

// sample is the first element as a quantity, for messages.
func (n numbers) sample() unit.Quantity {
	if len(n.values) == 0 {
		return unit.Quantity{Value: 1, Dim: n.dim}
	}
	return unit.Quantity{Value: n.values[0], Dim: n.dim}
}

func (n numbers) String() string {
	if n.scalar {
		return show(n.sample())
	}
	if n.dim == unit.Dimensionless {
		return "an array"
	}
	return "an array in " + n.dim.String()
}

// value is the Starlark value of n.
func (n numbers) value() starlark.Value {
	if n.scalar {
		return quantity(unit.Quantity{Value: n.values[0], Dim: n.dim})
	}
	return &Array{values: n.values, dim: n.dim, kind: n.kind}
}

// toNumbers reads a number, a quantity, an array, or a list of these.
func toNumbers(v starlark.Value) (numbers, bool) {
	switch v := v.(type) {
	case starlark.Int:
		return numbers{values: []float64{float64(v.Float())}, kind: whole, scalar: true}, true
	case starlark.Float:
		return numbers{values: []float64{float64(v)}, scalar: true}, true
	case Quantity:
		return numbers{values: []float64{v.Value}, dim: v.Dim, scalar: true, scale: v.scale}, true
	case *Array:
		return numbers{values: v.values, dim: v.dim, kind: v.kind}, true
	case *starlark.List:
		return listNumbers(v)
	case starlark.Tuple:
		return listNumbers(v)
	case starlark.Sequence:
		if v.Type() == "range" {
			return listNumbers(v)
		}
	}
	return numbers{}, false
}

// listNumbers reads a list of numbers or quantities of one dimension.
func listNumbers(list starlark.Sequence) (numbers, bool) {
	all := numbers{values: make([]float64, 0, list.Len())}
	iter := list.Iterate()
	defer iter.Done()
	var x starlark.Value
	for fits := true; iter.Next(&x); fits = false {
		n, ok := element(x)
		if !ok {
			return numbers{}, false
		}
		q := n.sample()
		if fits || allFitAny(all) {
			all.dim = q.Dim
		}
		if q.Dim != all.dim && !fitsAny(q) {
			return numbers{}, false
		}
		if fits || all.kind != n.kind {
			all.kind = commonKind(fits, n.kind)
		}
		all.values = append(all.values, q.Value)
	}
	return all, true
}

// commonKind is the kind of a list once an element of another kind joins it.
func commonKind(first bool, k kind) kind {
	if first {
		return k
	}
	return numeric
}

// element reads an element of a list; truth values make masks.
func element(x starlark.Value) (numbers, bool) {
	if b, ok := x.(starlark.Bool); ok {
		n := numbers{values: []float64{0}, scalar: true, kind: mask}
		if b {
			n.values[0] = 1
		}
		return n, true
	}
	n, ok := toNumbers(x)
	return n, ok && n.scalar
}

// allFitAny reports whether all values so far go with any dimension.
func allFitAny(n numbers) bool {
	for _, v := range n.values {
		if !fitsAny(unit.Quantity{Value: v, Dim: n.dim}) {
			return false
		}
	}
	return true
}

// arithmetic computes x op y, or y op x where x stands on the right, element by
// element. It returns nil where the operands are not for it.
func arithmetic(op syntax.Token, x, y starlark.Value, side starlark.Side) (starlark.Value, error) {
	if side == starlark.Right {
		x, y = y, x
	}
	if d, ok := scaled(op, x, y); ok {
		return d, nil
	}
	a, okA := toNumbers(x)
	b, okB := toNumbers(y)
	if !okA || !okB {
		return nil, nil
	}
	if _, err := broadcast(a, b); err != nil {
		return nil, err
	}
	switch op {
	case syntax.STAR:
		return multiply(a, b)
	case syntax.SLASH:
		return divide(a, b)
	case syntax.PLUS, syntax.MINUS, syntax.PERCENT, syntax.SLASHSLASH:
		return additive(op, a, b)
	case syntax.AMP, syntax.PIPE, syntax.CIRCUMFLEX:
		return logical(op, a, b)
	}
	return nil, nil
}

// broadcast returns the length of the result of an operation: an array goes
// with a scalar or with an array of its length.
func broadcast(a, b numbers) (int, error) {
	switch {
	case a.scalar:
		return len(b.values), nil
	case b.scalar || len(a.values) == len(b.values):
		return len(a.values), nil
	}
	return 0, fmt.Errorf("arrays of %d and %d elements do not go together", len(a.values), len(b.values))
}

// each applies f element by element.
func each(a, b numbers, dim unit.Dimension, f func(x, y float64) float64) numbers {
	n, _ := broadcast(a, b)
	out := numbers{values: make([]float64, n), dim: dim, scalar: a.scalar && b.scalar}
	for i := range out.values {
		out.values[i] = f(a.at(i), b.at(i))
	}
	return out
}

// multiply lets a unit convert its factor with a single rounding, so that
// 281*pF is the number nearest to 0.281 nF.
func multiply(a, b numbers) (starlark.Value, error) {
	if a.scale != nil && b.scale != nil {
		return unitOf(a.scale.Mul(*b.scale))
	}
	if a.scale != nil {
		a, b = b, a
	}
	dim := a.dim.Mul(b.dim)
	if !dim.Valid() {
		return nil, fmt.Errorf("%s times %s is out of range", a.dim, b.dim)
	}
	if b.scale == nil || b.scale.IsAffine() && a.dim != unit.Dimensionless {
		if err := notAffine(b); err != nil {
			return nil, err
		}
		return each(a, b, dim, func(x, y float64) float64 { return x * y }).value(), nil
	}
	return each(a, b, dim, func(x, _ float64) float64 { return b.scale.ToInternal(x) }).value(), nil
}

func divide(a, b numbers) (starlark.Value, error) {
	if a.scale != nil && b.scale != nil {
		return unitOf(a.scale.Div(*b.scale))
	}
	dim := a.dim.Div(b.dim)
	if !dim.Valid() {
		return nil, fmt.Errorf("%s divided by %s is out of range", a.dim, b.dim)
	}
	if err := notAffine(b); err != nil {
		return nil, err
	}
	if b.scale != nil {
		return each(a, b, dim, func(x, _ float64) float64 { return b.scale.FromInternal(x) }).value(), nil
	}
	if b.scalar && b.values[0] == 0 {
		return nil, fmt.Errorf("%s divided by zero", a)
	}
	return each(a, b, dim, func(x, y float64) float64 { return x / y }).value(), nil
}

func notAffine(n numbers) error {
	if n.scale != nil && n.scale.IsAffine() {
		return fmt.Errorf("%s starts at %g K and cannot be part of a product; write K for a difference, or x.value(%s) for the number", n.scale, n.scale.ToInternal(0), n.scale)
	}
	return nil
}

func unitOf(u unit.Unit, err error) (starlark.Value, error) {
	if err != nil {
		return nil, err
	}
	return scaleOf(u), nil
}

// additive is the operations that need equal dimensions.
func additive(op syntax.Token, a, b numbers) (starlark.Value, error) {
	dim, err := sameDimension(op, a, b)
	if err != nil {
		return nil, err
	}
	switch op {
	case syntax.PLUS:
		return each(a, b, dim, func(x, y float64) float64 { return x + y }).value(), nil
	case syntax.MINUS:
		return each(a, b, dim, func(x, y float64) float64 { return x - y }).value(), nil
	case syntax.PERCENT:
		return each(a, b, dim, modulo).value(), nil
	}
	return each(a, b, unit.Dimensionless, func(x, y float64) float64 { return math.Floor(x / y) }).value(), nil
}

// modulo has the sign of y, as in Python.
func modulo(x, y float64) float64 {
	r := math.Mod(x, y)
	if r != 0 && (r < 0) != (y < 0) {
		r += y
	}
	return r
}

// sameDimension is the dimension of a and b; a plain 0 takes that of the other.
func sameDimension(op syntax.Token, a, b numbers) (unit.Dimension, error) {
	switch {
	case a.dim == b.dim || b.scalar && fitsAny(b.sample()):
		return a.dim, nil
	case a.scalar && fitsAny(a.sample()):
		return b.dim, nil
	}
	return unit.Dimension{}, fmt.Errorf("%s %s %s: %s", a, op, b, mismatch(a, b))
}

// mismatch says how the dimensions of two operands differ.
func mismatch(a, b numbers) string {
	if a.dim == unit.Dimensionless {
		a, b = b, a
	}
	if b.dim == unit.Dimensionless {
		return fmt.Sprintf("%s has no unit, want %s", b, nameOf(a.dim))
	}
	return fmt.Sprintf("%s is not %s", nameOf(b.dim), nameOf(a.dim))
}

// logical is the operations on masks.
func logical(op syntax.Token, a, b numbers) (starlark.Value, error) {
	if a.kind != mask || b.kind != mask {
		return nil, nil
	}
	out := each(a, b, unit.Dimensionless, func(x, y float64) float64 {
		switch {
		case op == syntax.AMP:
			return x * y
		case op == syntax.PIPE:
			return math.Max(x, y)
		case x == y:
			return 0
		}
		return 1
	})
	out.kind = mask
	return out.value(), nil
}
