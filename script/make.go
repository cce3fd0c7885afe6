package script

import (
	"math"
	"slices"

	"github.com/cajal-sim/cajal/analysis"
	"github.com/cajal-sim/cajal/unit"
	"go.starlark.net/starlark"
)

// makers is the built-ins that make arrays of others or of nothing.
func makers() starlark.StringDict {
	all := starlark.StringDict{}
	for name, f := range map[string]func(*call) (starlark.Value, error){
		"array": arrayFrom, "linspace": linspace, "logspace": logspace, "arange": arange, "concatenate": concatenate, "where": where,
		"corrcoef": corrcoef, "interp": interpolate, "crossings": crossings, "spectrum": spectrumOf, "states": states,
		"zeros": func(c *call) (starlark.Value, error) { return filled(c, 0) },
		"ones":  func(c *call) (starlark.Value, error) { return filled(c, 1) },
	} {
		all[name] = builtin(name, f)
	}
	return all
}

func arrayFrom(c *call) (starlark.Value, error) {
	var x starlark.Value
	if err := c.bind("values", &x); err != nil {
		return nil, err
	}
	if _, ok := toNumbers(x); !ok {
		if iter, ok := x.(starlark.Iterable); ok {
			x = starlark.NewList(elements(iter))
		}
	}
	n, ok := toNumbers(x)
	if !ok {
		return nil, c.wrong("values", "is %s, want numbers or quantities of one dimension", described(x))
	}
	return &Array{values: slices.Clone(n.values), dim: n.dim, kind: n.kind}, nil
}

func elements(iter starlark.Iterable) []starlark.Value {
	var all []starlark.Value
	it := iter.Iterate()
	defer it.Done()
	var x starlark.Value
	for it.Next(&x) {
		all = append(all, x)
	}
	return all
}

// span is the dimension of two bounds.
func (c *call) span(fromName string, from single, toName string, to single) (unit.Dimension, error) {
	a, b, ok := commonDimension(from.Quantity, to.Quantity)
	if !ok {
		return a.Dim, c.wrong(toName, "is %s, want %s as %s", show(b), a.Dim, fromName)
	}
	return a.Dim, nil
}

// linspace is n numbers in equal steps, both ends included.
func linspace(c *call) (starlark.Value, error) {
	var from, to single
	n := 50
	if err := c.bind("start", &from, "stop", &to, "n?", &n); err != nil {
		return nil, err
	}
	dim, err := c.span("start", from, "stop", to)
	if err != nil {
		return nil, err
	}
	if n < 1 {
		return nil, c.wrong("n", "is %d, want 1 or more", n)
	}
	values := make([]float64, n)
	a, b := from.Value, to.Value
	for i := range values {
		values[i] = a + (b-a)*float64(i)/float64(max(n-1, 1))
	}
	if n > 1 {
		values[n-1] = b
	}
	return array(values, dim), nil
}

// logspace is n numbers in equal ratios, both ends included.
func logspace(c *call) (starlark.Value, error) {
	var from, to single
	n := 50
	if err := c.bind("start", &from, "stop", &to, "n?", &n); err != nil {
		return nil, err
	}
	dim, err := c.span("start", from, "stop", to)
	if err != nil {
		return nil, err
	}
	a, b := from.Value, to.Value
	if !(a > 0 && b > 0) {
		return nil, c.wrong("start", "and stop must be positive, as ratios of them are taken")
	}
	if n < 2 {
		return nil, c.wrong("n", "is %d, want 2 or more", n)
	}
	values := make([]float64, n)
	for i := range values {
		values[i] = a * math.Pow(b/a, float64(i)/float64(n-1))
	}
	values[n-1] = b
	return array(values, dim), nil
}

// mostElements bounds the arrays that arange makes, against a slip in the step.
const mostElements = 1 << 26

// arange is start, start+step, … before stop. A stop that rounding has put a
// hair behind an element is not reached.
func arange(c *call) (starlark.Value, error) {
	var from, to single
	step := single{Quantity: unit.Quantity{Value: 1}}
	if len(c.args) == 1 {
		c.args = starlark.Tuple{starlark.MakeInt(0), c.args[0]}
	}
	if err := c.bind("start", &from, "stop", &to, "step?", &step); err != nil {
		return nil, err
	}
	dim, err := c.span("start", from, "stop", to)
	if err != nil {
		return nil, err
	}
	if step.Dim != dim {
		return nil, c.wrong("step", "is %s, want a number in %s", show(step.Quantity), dim)
	}
	a, d := from.Value, step.Value
	count := math.Ceil((to.Value-a)/d - 1e-9)
	if !(math.Abs(count) <= mostElements) {
		return nil, c.wrong("step", "is %s: too many elements", show(step.Quantity))
	}
	values := make([]float64, int(max(count, 0)))
	for i := range values {
		values[i] = a + float64(i)*d
	}
	out := array(values, dim)
	if dim == unit.Dimensionless && a == math.Trunc(a) && d == math.Trunc(d) {
		out.kind = whole
	}
	return out, nil
}

func filled(c *call, x float64) (starlark.Value, error) {
	var n int
	if err := c.bind("n", &n); err != nil {
		return nil, err
	}
	if n < 0 || n > mostElements {
		return nil, c.wrong("n", "is %d, want 0 to %d", n, mostElements)
	}
	values := make([]float64, n)
	for i := range values {
		values[i] = x
	}
	return array(values, unit.Dimensionless), nil
}

// concatenate joins arrays, lists and numbers.
func concatenate(c *call) (starlark.Value, error) {
	var parts starlark.Value
	if err := c.bind("arrays", &parts); err != nil {
		return nil, err
	}
	iter, ok := parts.(starlark.Iterable)
	if !ok {
		return nil, c.wrong("arrays", "is %s, want a list of arrays", described(parts))
	}
	out := &Array{}
	for i, x := range elements(iter) {
		n, ok := toNumbers(x)
		if !ok {
			return nil, c.wrong("arrays", "has %s as element %d, want an array", described(x), i)
		}
		if len(out.values) == 0 {
			out.dim, out.kind = n.dim, n.kind
		}
		if len(n.values) > 0 && n.dim != out.dim {
			return nil, c.wrong("arrays", "has %s as element %d, want %s", n, i, out.dim)
		}
		out.values = append(out.values, n.values...)
		if len(n.values) > 0 && n.kind != out.kind {
			out.kind = numeric
		}
	}
	return out, nil
}

// where is the indices at which a mask holds, or elements of x where it holds and of y elsewhere.
func where(c *call) (starlark.Value, error) {
	var m, x, y operand
	if err := c.bind("mask", &m, "x?", &x, "y?", &y); err != nil {
		return nil, err
	}
	if m.kind != mask {
		return nil, c.wrong("mask", "is %s, want a mask such as x > 0", m)
	}
	if x.values == nil && y.values == nil {
		lanes, _ := selected(m.numbers, len(m.values))
		return arrayOf(lanes), nil
	}
	dim := x.dim
	if y.dim != dim {
		return nil, c.wrong("y", "is %s, want %s as x", y, dim)
	}
	out := array(make([]float64, len(m.values)), dim)
	for _, n := range []operand{x, y} {
		if !n.scalar && len(n.values) != len(m.values) {
			return nil, c.wrong("mask", "has %d elements, want %d", len(m.values), len(n.values))
		}
	}
	for i, holds := range m.values {
		out.values[i] = y.at(i)
		if holds != 0 {
			out.values[i] = x.at(i)
		}
	}
	return out, nil
}

// interpolate is interp(x, xs, ys): the straight lines through points with
// ascending xs, constant beyond their ends.
func interpolate(c *call) (starlark.Value, error) {
	var x operand
	var xs, ys *Array
	if err := c.bind("x", &x, "xs", &xs, "ys", &ys); err != nil {
		return nil, err
	}
	switch {
	case x.dim != xs.dim:
		return nil, c.wrong("x", "is %s, want %s as xs", x, xs.dim)
	case xs.Len() != ys.Len() || xs.Len() == 0:
		return nil, c.wrong("ys", "has %d elements, want %d as xs has", ys.Len(), xs.Len())
	case !slices.IsSorted(xs.values):
		return nil, c.wrong("xs", "does not ascend; sort the points first")
	}
	return each(x.numbers, x.numbers, ys.dim, func(x, _ float64) float64 { return lineAt(x, xs.values, ys.values) }).value(), nil
}

func lineAt(x float64, xs, ys []float64) float64 {
	k, _ := slices.BinarySearch(xs, x)
	switch {
	case k == 0:
		return ys[0]
	case k == len(xs):
		return ys[k-1]
	}
	return ys[k-1] + (ys[k]-ys[k-1])*(x-xs[k-1])/(xs[k]-xs[k-1])
}

// sampled checks values on a regular grid.
func (c *call) sampled(x *Array, start, every amount) (analysis.Signal, error) {
	if every.value <= 0 {
		return analysis.Signal{}, c.wrong("every", "is %g ms, want more than 0", every.value)
	}
	return analysis.Signal{From: start.value, Step: every.value, Values: x.values}, nil
}

// overThreshold binds samples and a threshold for them.
func (c *call) overThreshold() (s analysis.Signal, threshold float64, err error) {
	var x *Array
	var level single
	every, start := duration(0), duration(0)
	if err = c.bind("values", &x, "threshold", &level, "every", &every, "start?", &start); err != nil {
		return s, 0, err
	}
	if threshold, err = fit(level.Quantity, x.dim); err != nil {
		return s, 0, c.wrong("threshold", "%v", err)
	}
	s, err = c.sampled(x, start, every)
	return s, threshold, err
}

// crossings is the times at which samples rise through a threshold.
func crossings(c *call) (starlark.Value, error) {
	s, threshold, err := c.overThreshold()
	if err != nil {
		return nil, err
	}
	return array(s.Crossings(threshold), unit.Time), nil
}

// states is the alternation of up and down states of samples.
func states(c *call) (starlark.Value, error) {
	s, threshold, err := c.overThreshold()
	if err != nil {
		return nil, err
	}
	st := s.States(threshold)
	return record("states", starlark.StringDict{
		"up_fraction": starlark.Float(st.UpFraction), "transitions": frequency(st.Transitions),
		"up": array(st.Up, unit.Time), "down": array(st.Down, unit.Time),
	}), nil
}

// spectrumOf is the power spectral density of samples.
func spectrumOf(c *call) (starlark.Value, error) {
	var x *Array
	every, segment := duration(0), duration(0)
	if err := c.bind("values", &x, "every", &every, "segment?", &segment); err != nil {
		return nil, err
	}
	s, err := c.sampled(x, duration(0), every)
	if err != nil {
		return nil, err
	}
	return &Spectrum{s.Spectrum(segment.value), powerUnit(x.dim)}, nil
}
