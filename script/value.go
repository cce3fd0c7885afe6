package script

import (
	"errors"
	"fmt"
	"math"

	"github.com/cajal-sim/cajal/network"
	"github.com/cajal-sim/cajal/unit"
	"go.starlark.net/starlark"
	"go.starlark.net/syntax"
)

// Draw is a distribution as the value of a parameter: normal(-60*mV, 5*mV).
// Every cell or synapse draws its own value.
type Draw struct {
	network.Distribution
	dim unit.Dimension
}

func (d *Draw) String() string        { return fmt.Sprintf("<distribution in %s>", d.dim) }
func (d *Draw) Type() string          { return "distribution" }
func (d *Draw) Freeze()               {}
func (d *Draw) Truth() starlark.Bool  { return true }
func (d *Draw) Hash() (uint32, error) { return 0, errors.New("unhashable type: distribution") }

// Binary is a distribution times or divided by a number; see [scaled].
func (d *Draw) Binary(op syntax.Token, y starlark.Value, side starlark.Side) (starlark.Value, error) {
	return arithmetic(op, d, y, side)
}

// Unary is −d.
func (d *Draw) Unary(op syntax.Token) (starlark.Value, error) {
	if op != syntax.MINUS {
		return nil, nil
	}
	return d.times(-1, d.dim), nil
}

// scaled computes a distribution times or divided by a number.
func scaled(op syntax.Token, x, y starlark.Value) (starlark.Value, bool) {
	if _, ok := y.(*Draw); ok && op == syntax.STAR {
		x, y = y, x
	}
	d, ok := x.(*Draw)
	n, isNumber := toNumbers(y)
	if !ok || !isNumber || !n.scalar || d.Kind == network.LogNormalDist && n.values[0] <= 0 {
		return nil, false
	}
	switch op {
	case syntax.STAR:
		return d.times(n.values[0], d.dim.Mul(n.dim)), true
	case syntax.SLASH:
		return d.times(1/n.values[0], d.dim.Div(n.dim)), true
	}
	return nil, false
}

// times is the distribution of k times the value.
func (d *Draw) times(k float64, dim unit.Dimension) *Draw {
	out := &Draw{d.Distribution, dim}
	switch d.Kind {
	case network.LogNormalDist:
		out.A += math.Log(k)
	case network.GammaDist:
		out.B *= k
	case network.NormalDist:
		out.A *= k
		out.B *= math.Abs(k)
	case network.UniformDist:
		out.A, out.B = min(k*d.A, k*d.B), max(k*d.A, k*d.B)
	default:
		out.A *= k
	}
	out.Min, out.Max = min(k*d.Min, k*d.Max), max(k*d.Min, k*d.Max)
	return out
}

// draws is the built-ins that make distributions.
func draws() starlark.StringDict {
	return starlark.StringDict{
		"normal":      builtin("normal", func(c *call) (starlark.Value, error) { return draw(c, network.NormalDist, "mean", "sd") }),
		"uniform":     builtin("uniform", func(c *call) (starlark.Value, error) { return draw(c, network.UniformDist, "low", "high") }),
		"lognormal":   builtin("lognormal", lognormal),
		"exponential": builtin("exponential", func(c *call) (starlark.Value, error) { return draw(c, network.ExponentialDist, "mean", "") }),
		"gamma":       builtin("gamma", gamma),
		"course":      builtin("course", course),
	}
}

// draw binds a distribution whose numbers A and B have its own dimension.
func draw(c *call, kind network.DistributionKind, nameA, nameB string) (starlark.Value, error) {
	var a, b, low, high single
	pairs := []any{nameA, &a}
	if nameB != "" {
		pairs = append(pairs, nameB, &b)
	}
	if err := c.bind(append(pairs, "min?", &low, "max?", &high)...); err != nil {
		return nil, err
	}
	d := &Draw{Distribution: network.Distribution{Kind: kind, A: a.Value}, dim: a.Dim}
	if nameB != "" {
		dim, err := c.span(nameA, a, nameB, b)
		if err != nil {
			return nil, err
		}
		d.dim, d.B = dim, b.Value
	}
	switch {
	case kind == network.NormalDist && d.B < 0:
		return nil, c.wrong(nameB, "is negative, want 0 or more")
	case kind == network.UniformDist && d.B < d.A:
		return nil, c.wrong(nameB, "is less than %s", nameA)
	}
	return d, c.bound(d, low, high)
}

// bound limits a distribution: draws outside are repeated.
func (c *call) bound(d *Draw, low, high single) error {
	d.Min, d.Max = math.Inf(-1), math.Inf(1)
	for _, b := range []struct {
		name string
		n    single
		to   *float64
	}{{"min", low, &d.Min}, {"max", high, &d.Max}} {
		if !b.n.given {
			continue
		}
		x, err := fit(b.n.Quantity, d.dim)
		if err != nil {
			return c.wrong(b.name, "%v", err)
		}
		*b.to, d.Bounded = x, true
	}
	if d.Max <= d.Min {
		return c.wrong("max", "is not above min")
	}
	return nil
}

// lognormal takes the median, which has the unit, and the standard deviation of the logarithm, which has none.
func lognormal(c *call) (starlark.Value, error) {
	var median, low, high single
	var sigma float64
	if err := c.bind("median", &median, "sigma", &sigma, "min?", &low, "max?", &high); err != nil {
		return nil, err
	}
	if !(median.Value > 0) || sigma < 0 {
		return nil, c.wrong("median", "is %s, want more than 0 (and sigma 0 or more)", show(median.Quantity))
	}
	d := &Draw{Distribution: network.Distribution{Kind: network.LogNormalDist, A: math.Log(median.Value), B: sigma}, dim: median.Dim}
	return d, c.bound(d, low, high)
}

// gamma takes the shape, which has no unit, and the scale.
func gamma(c *call) (starlark.Value, error) {
	var scale, low, high single
	var shape float64
	if err := c.bind("shape", &shape, "scale", &scale, "min?", &low, "max?", &high); err != nil {
		return nil, err
	}
	if shape <= 0 {
		return nil, c.wrong("shape", "is %g, want more than 0", shape)
	}
	d := &Draw{Distribution: network.Distribution{Kind: network.GammaDist, A: shape, B: scale.Value}, dim: scale.Dim}
	return d, c.bound(d, low, high)
}

// Course is a value that changes in time, the same for all cells.
type Course struct {
	network.Course
	dim unit.Dimension
}

func (v *Course) String() string {
	return fmt.Sprintf("<course of %d values in %s>", len(v.Values), v.dim)
}
func (v *Course) Type() string          { return "course" }
func (v *Course) Freeze()               {}
func (v *Course) Truth() starlark.Bool  { return true }
func (v *Course) Hash() (uint32, error) { return 0, errors.New("unhashable type: course") }

func course(c *call) (starlark.Value, error) {
	var values *Array
	every, start := duration(1), duration(0)
	if err := c.bind("values", &values, "every?", &every, "start?", &start); err != nil {
		return nil, err
	}
	if values.Len() == 0 || every.value <= 0 {
		return nil, c.wrong("values", "is empty, or every is not more than 0")
	}
	return &Course{network.Course{From: start.value, Every: every.value, Values: values.values}, values.dim}, nil
}

// toValue makes a value of a description: of a number, an array of n elements, a
// distribution or a course, all of dimension dim.
func toValue(v starlark.Value, dim unit.Dimension, n int) (network.Value, error) {
	switch v := v.(type) {
	case *Draw:
		d := v.Distribution
		return network.Value{Draw: &d}, sameUnit(v.dim, dim)
	case *Course:
		course := v.Course
		return network.Value{Course: &course}, sameUnit(v.dim, dim)
	}
	x, ok := toNumbers(v)
	if b, isBool := v.(starlark.Bool); isBool {
		x, ok = element(b)
	}
	if !ok {
		return network.Value{}, fmt.Errorf("is %s, want a number, an array or a distribution in %s", described(v), nameOf(dim))
	}
	if x.scalar {
		value, err := fit(x.sample(), dim)
		return network.Number(value), err
	}
	if x.dim != dim && !allFitAny(x) {
		return network.Value{}, sameUnit(x.dim, dim)
	}
	if n >= 0 && len(x.values) != n {
		return network.Value{}, fmt.Errorf("is an array of %d, want %d elements", len(x.values), n)
	}
	return network.Value{Array: append([]float64(nil), x.values...)}, nil
}

func sameUnit(got, want unit.Dimension) error {
	switch {
	case got == want:
		return nil
	case got == unit.Dimensionless:
		return fmt.Errorf("has no unit, want %s; multiply it by %s", nameOf(want), nameOf(want))
	}
	return fmt.Errorf("is in %s, want %s", nameOf(got), nameOf(want))
}
