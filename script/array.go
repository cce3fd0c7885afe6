package script

import (
	"errors"
	"fmt"
	"math"
	"strings"

	"github.com/cajal-sim/cajal/unit"
	"go.starlark.net/starlark"
	"go.starlark.net/syntax"
)

// Array is a vector of numbers of one dimension, in internal units.
type Array struct {
	values []float64
	dim    unit.Dimension
	kind   kind
	frozen bool
}

// kind is what the elements of an array are to a script.
type kind uint8

const (
	numeric kind = iota
	mask         // True or False, as 1 and 0: made by comparison, to select elements
	whole        // whole numbers, such as the cells of spikes
)

// array makes the Starlark value of numbers in internal units.
func array(values []float64, dim unit.Dimension) *Array { return &Array{values: values, dim: dim} }

// arrayIn makes an array of numbers of a unit.
func arrayIn(values []float64, u unit.Unit) *Array {
	out := make([]float64, len(values))
	for i, v := range values {
		out[i] = u.ToInternal(v)
	}
	return array(out, u.Dim)
}

// arrayOf makes an array of whole numbers.
func arrayOf[T int | int32 | int64 | uint32](values []T) *Array {
	out := &Array{values: make([]float64, len(values)), kind: whole}
	for i, v := range values {
		out.values[i] = float64(v)
	}
	return out
}

// shown is how many elements an array prints: all of a short one, else the
// ends.
const shown = 10

// String prints the elements and their common unit: [-65 -64.5] mV.
func (a *Array) String() string {
	u := a.scale()
	var s strings.Builder
	s.WriteString("[")
	for i := 0; i < len(a.values); i++ {
		if i > 0 {
			s.WriteString(" ")
		}
		if len(a.values) > shown && i == shown/2 {
			s.WriteString("… ")
			i = len(a.values) - shown/2
		}
		s.WriteString(a.print(i, u))
	}
	s.WriteString("]")
	if a.dim != unit.Dimensionless {
		s.WriteString(" " + u.String())
	}
	return s.String()
}

func (a *Array) print(i int, u unit.Unit) string {
	if a.kind == mask {
		return starlark.Bool(a.values[i] != 0).String()
	}
	return fmt.Sprintf("%.6g", u.FromInternal(a.values[i]))
}

// scale is the unit that suits the largest element.
func (a *Array) scale() unit.Unit {
	largest := 0.0
	for _, v := range a.values {
		if v := math.Abs(v); v > largest && !math.IsInf(v, 0) {
			largest = v
		}
	}
	return unitFor(unit.Quantity{Value: largest, Dim: a.dim})
}

// unitFor is the unit in which a quantity prints.
func unitFor(q unit.Quantity) unit.Unit {
	if _, symbol, ok := strings.Cut(q.String(), " "); ok {
		return unit.MustParse(symbol)
	}
	return unit.Unit{}
}

// Type is the name of the type in scripts.
func (a *Array) Type() string { return "array" }

// Freeze forbids assignment to elements.
func (a *Array) Freeze() { a.frozen = true }

// Truth of a mask says that all of it holds; another array is true unless empty.
func (a *Array) Truth() starlark.Bool {
	if a.kind != mask {
		return len(a.values) > 0
	}
	for _, v := range a.values {
		if v == 0 {
			return false
		}
	}
	return true
}

// Hash fails: arrays can change.
func (a *Array) Hash() (uint32, error) { return 0, errors.New("unhashable type: array") }

// Binary is elementwise arithmetic; see [arithmetic].
func (a *Array) Binary(op syntax.Token, y starlark.Value, side starlark.Side) (starlark.Value, error) {
	return arithmetic(op, a, y, side)
}

// Unary is −a, +a and, of a mask, ~a.
func (a *Array) Unary(op syntax.Token) (starlark.Value, error) {
	switch {
	case op == syntax.PLUS:
		return a, nil
	case op == syntax.MINUS:
		return a.each(a.dim, func(x float64) float64 { return -x }), nil
	case op == syntax.TILDE && a.kind == mask:
		not := a.each(a.dim, func(x float64) float64 { return 1 - x })
		not.kind = mask
		return not, nil
	}
	return nil, nil
}

// each applies f to the elements.
func (a *Array) each(dim unit.Dimension, f func(x float64) float64) *Array {
	out := array(make([]float64, len(a.values)), dim)
	for i, v := range a.values {
		out.values[i] = f(v)
	}
	return out
}

// CompareSameType tells whether two arrays are equal, for in and sorted; the
// comparisons of a script make masks.
func (a *Array) CompareSameType(op syntax.Token, y starlark.Value, _ int) (bool, error) {
	b := y.(*Array)
	if op != syntax.EQL && op != syntax.NEQ {
		return false, errors.New("arrays have no order")
	}
	same := len(a.values) == len(b.values) && a.dim == b.dim
	for i := 0; same && i < len(a.values); i++ {
		same = a.values[i] == b.values[i]
	}
	return same == (op == syntax.EQL), nil
}

// Len is the number of elements.
func (a *Array) Len() int { return len(a.values) }

// Index is element i.
func (a *Array) Index(i int) starlark.Value {
	switch a.kind {
	case mask:
		return starlark.Bool(a.values[i] != 0)
	case whole:
		return starlark.MakeInt(int(a.values[i]))
	}
	return quantity(unit.Quantity{Value: a.values[i], Dim: a.dim})
}

// Iterate goes through the elements.
func (a *Array) Iterate() starlark.Iterator { return &arrayIterator{a: a} }

type arrayIterator struct {
	a *Array
	i int
}

// Next is the next element.
func (it *arrayIterator) Next(p *starlark.Value) bool {
	if it.i >= it.a.Len() {
		return false
	}
	*p = it.a.Index(it.i)
	it.i++
	return true
}

// Done ends the iteration.
func (it *arrayIterator) Done() {}

// Slice is a copy of the elements start, start+step, … before end.
func (a *Array) Slice(start, end, step int) starlark.Value {
	out := &Array{dim: a.dim, kind: a.kind, values: []float64{}}
	for i := start; step > 0 && i < end || step < 0 && i > end; i += step {
		out.values = append(out.values, a.values[i])
	}
	return out
}

// Get is a[k] for an index, a mask or an array of indices.
func (a *Array) Get(k starlark.Value) (starlark.Value, bool, error) {
	if n, ok := toNumbers(k); ok && n.scalar {
		at, err := a.lane(k)
		if err != nil {
			return nil, false, err
		}
		return a.Index(at), true, nil
	}
	lanes, err := a.lanes(k)
	if err != nil {
		return nil, false, err
	}
	out := &Array{dim: a.dim, kind: a.kind, values: make([]float64, len(lanes))}
	for i, lane := range lanes {
		out.values[i] = a.values[lane]
	}
	return out, true, nil
}

// SetKey is a[k] = v for an index, a mask or an array of indices.
func (a *Array) SetKey(k, v starlark.Value) error {
	if a.frozen {
		return errors.New("the array is read only here; change a copy, a[:]")
	}
	lanes, err := a.lanes(k)
	if err != nil {
		return err
	}
	n, ok := element(v)
	if !ok {
		n, ok = toNumbers(v)
	}
	if !ok || !n.scalar && len(n.values) != len(lanes) {
		return fmt.Errorf("%s for %d elements, want a number or as many", described(v), len(lanes))
	}
	if n.dim != a.dim && !fitsAny(n.sample()) {
		return fmt.Errorf("%s in an array in %s", n, a.dim)
	}
	if n.kind != a.kind {
		a.kind = numeric
	}
	for i, lane := range lanes {
		a.values[lane] = n.at(i)
	}
	return nil
}

// lanes are the elements that k selects.
func (a *Array) lanes(k starlark.Value) ([]int, error) {
	n, ok := toNumbers(k)
	if !ok || n.dim != unit.Dimensionless {
		return nil, fmt.Errorf("array index is %s, want a number, a mask or an array of indices", described(k))
	}
	if n.kind == mask {
		return selected(n, len(a.values))
	}
	lanes := make([]int, len(n.values))
	for i, v := range n.values {
		at, err := a.lane(starlark.Float(v))
		if err != nil {
			return nil, err
		}
		lanes[i] = at
	}
	return lanes, nil
}

// selected are the places where a mask over n elements holds.
func selected(m numbers, n int) ([]int, error) {
	if len(m.values) != n {
		return nil, fmt.Errorf("mask of %d for an array of %d elements", len(m.values), n)
	}
	var lanes []int
	for i, v := range m.values {
		if v != 0 {
			lanes = append(lanes, i)
		}
	}
	return lanes, nil
}

// lane is the element that an index names; negative ones count from the end.
func (a *Array) lane(k starlark.Value) (int, error) {
	f, ok := starlark.AsFloat(k)
	if !ok || f != math.Trunc(f) {
		return 0, fmt.Errorf("array index is %s, want a whole number", described(k))
	}
	at := f
	if at < 0 {
		at += float64(len(a.values))
	}
	if at < 0 || at >= float64(len(a.values)) {
		return 0, fmt.Errorf("array index %g out of range: there are %d elements", f, len(a.values))
	}
	return int(at), nil
}

// Attr finds a method: a.mean() is mean(a).
func (a *Array) Attr(name string) (starlark.Value, error) {
	if name == "value" {
		return method(name, func(c *call) (starlark.Value, error) {
			u := unitArgument{dim: a.dim}
			if err := c.bind("unit", &u); err != nil {
				return nil, err
			}
			return a.each(unit.Dimensionless, u.FromInternal), nil
		}), nil
	}
	f, ok := arrayFunctions[name]
	if !ok {
		return nil, nil
	}
	return method(name, func(c *call) (starlark.Value, error) {
		c.args, c.shift = append(starlark.Tuple{a}, c.args...), -1
		return f(c)
	}), nil
}

// AttrNames lists the methods.
func (a *Array) AttrNames() []string { return append(sortedKeys(arrayFunctions), "value") }
