package script

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"sort"

	"github.com/cajal-sim/cajal/analysis"
	"github.com/cajal-sim/cajal/unit"
	"go.starlark.net/starlark"
	"go.starlark.net/starlarkstruct"
)

// elementwise is the functions of a pure number.
var elementwise = map[string]func(float64) float64{
	"exp": math.Exp, "expm1": math.Expm1, "log": math.Log, "log10": math.Log10, "log1p": math.Log1p,
	"sin": math.Sin, "cos": math.Cos, "tan": math.Tan, "tanh": math.Tanh, "sinh": math.Sinh, "cosh": math.Cosh,
	"arcsin": math.Asin, "arccos": math.Acos, "arctan": math.Atan, "erf": math.Erf,
}

// wholes is the functions that round a pure number.
var wholes = map[string]func(float64) float64{
	"floor": math.Floor, "ceil": math.Ceil,
	"sign": func(x float64) float64 {
		if x == 0 {
			return 0
		}
		return math.Copysign(1, x)
	},
}

// reductions make one number of many, of the same dimension. What is NaN is
// left out by those of package analysis.
var reductions = map[string]func([]float64) float64{
	"sum": sum, "mean": analysis.Mean, "median": func(v []float64) float64 { return percentile(v, 50) },
	"std": func(v []float64) float64 { return math.Sqrt(analysis.Variance(v)) },
	"min": func(v []float64) float64 { lo, _ := extremes(v); return lo },
	"max": func(v []float64) float64 { _, hi := extremes(v); return hi },
}

// arrayFunctions take an array first; they are its methods, too.
var arrayFunctions = withReductions(map[string]func(c *call) (starlark.Value, error){
	"cumsum": func(c *call) (starlark.Value, error) { return mapArray(c, cumsum) },
	"diff":   func(c *call) (starlark.Value, error) { return mapArray(c, analysis.Intervals) },
	"sort":   func(c *call) (starlark.Value, error) { return mapArray(c, sorted) },
	"argmax": func(c *call) (starlark.Value, error) {
		return argument(c, func(x, best float64) bool { return x > best })
	},
	"argmin": func(c *call) (starlark.Value, error) {
		return argument(c, func(x, best float64) bool { return x < best })
	},

	"percentile": percentiles,
	"histogram":  histogram,
})

func withReductions(all map[string]func(c *call) (starlark.Value, error)) map[string]func(c *call) (starlark.Value, error) {
	for name, f := range reductions {
		all[name] = func(c *call) (starlark.Value, error) { return reduce(c, f) }
	}
	return all
}

// sortedKeys are the keys of a table in order.
func sortedKeys[V any](table map[string]V) []string { return slices.Sorted(maps.Keys(table)) }

// mathematics is the built-ins that compute, by name.
func mathematics() starlark.StringDict {
	all := starlark.StringDict{
		"pi": starlark.Float(math.Pi), "inf": starlark.Float(math.Inf(1)), "nan": starlark.Float(math.NaN()),
		"sqrt":   builtin("sqrt", func(c *call) (starlark.Value, error) { return power(c, 0.5) }),
		"square": builtin("square", func(c *call) (starlark.Value, error) { return power(c, 2) }),
		"pow":    builtin("pow", powers),
		"abs":    builtin("abs", func(c *call) (starlark.Value, error) { return apply(c, math.Abs, "") }),
		"round":  builtin("round", round),
		"min":    extreme("min"), "max": extreme("max"),
		"siegert": builtin("siegert", siegert),
	}
	for name, f := range elementwise {
		all[name] = builtin(name, func(c *call) (starlark.Value, error) { return apply(c, f, "a pure number") })
	}
	for name, f := range wholes {
		all[name] = builtin(name, func(c *call) (starlark.Value, error) { return apply(c, f, "a plain number; divide by a unit") })
	}
	for name, f := range arrayFunctions {
		if _, ok := all[name]; !ok {
			all[name] = builtin(name, f)
		}
	}
	return all
}

// operand is an argument that is a number, a quantity or an array of them.
type operand struct{ numbers }

func (o *operand) take(v starlark.Value) error {
	n, ok := toNumbers(v)
	if !ok {
		return fmt.Errorf("is %s, want a number or an array", described(v))
	}
	o.numbers = n
	return nil
}

// apply computes f of every element. A want that is not empty asks for
// numbers without dimension.
func apply(c *call, f func(float64) float64, want string) (starlark.Value, error) {
	var x operand
	if err := c.bind("x", &x); err != nil {
		return nil, err
	}
	if want != "" && x.dim != unit.Dimensionless {
		return nil, c.wrong("x", "is %s, want %s", x, want)
	}
	return each(x.numbers, x.numbers, x.dim, func(x, _ float64) float64 { return f(x) }).value(), nil
}

// round is round(x, digits): to the nearest, halves to the even one, as in Python.
// Without digits a number becomes a whole one.
func round(c *call) (starlark.Value, error) {
	var x operand
	digits := 0
	if err := c.bind("x", &x, "digits?", &digits); err != nil {
		return nil, err
	}
	if x.dim != unit.Dimensionless {
		return nil, c.wrong("x", "is %s, want a plain number; divide by a unit", x)
	}
	ten := math.Pow(10, float64(digits))
	out := each(x.numbers, x.numbers, x.dim, func(x, _ float64) float64 { return math.RoundToEven(x*ten) / ten })
	if digits == 0 && x.scalar && math.Abs(out.values[0]) < 1<<53 {
		return starlark.MakeInt64(int64(out.values[0])), nil
	}
	return out.value(), nil
}

func power(c *call, p float64) (starlark.Value, error) {
	var x operand
	if err := c.bind("x", &x); err != nil {
		return nil, err
	}
	return raise(c, x.numbers, numbers{values: []float64{p}, scalar: true})
}

// powers is pow(x, y).
func powers(c *call) (starlark.Value, error) {
	var x, y operand
	if err := c.bind("x", &x, "y", &y); err != nil {
		return nil, err
	}
	if y.dim != unit.Dimensionless {
		return nil, c.wrong("y", "is %s, want a plain number", y)
	}
	if x.dim != unit.Dimensionless && !y.scalar {
		return nil, c.wrong("y", "is an array, want one exponent for a base with a unit")
	}
	return raise(c, x.numbers, y.numbers)
}

func raise(c *call, x, y numbers) (starlark.Value, error) {
	if _, err := broadcast(x, y); err != nil {
		return nil, err
	}
	dim := unit.Dimensionless
	if x.dim != unit.Dimensionless {
		var ok bool
		if dim, ok = x.dim.Pow(y.values[0]); !ok {
			return nil, c.wrong("", "%s to the power %g has no unit", x.dim, y.values[0])
		}
	}
	return each(x, y, dim, math.Pow).value(), nil
}

// extreme is min or max of an array or list, or of several values, as in Python.
func extreme(name string) starlark.Value {
	universal := starlark.Universe[name]
	return builtin(name, func(c *call) (starlark.Value, error) {
		if len(c.args) == 1 && len(c.kwargs) == 0 {
			if a, ok := c.args[0].(*Array); ok && a.Len() > 0 {
				return reduce(c, reductions[name])
			}
		}
		return starlark.Call(c.thread, universal, c.args, c.kwargs)
	})
}

// reduce makes one number of the elements.
func reduce(c *call, f func([]float64) float64) (starlark.Value, error) {
	var x *Array
	if err := c.bind("x", &x); err != nil {
		return nil, err
	}
	return quantity(unit.Quantity{Value: f(x.values), Dim: x.dim}), nil
}

func mapArray(c *call, f func([]float64) []float64) (starlark.Value, error) {
	var x *Array
	if err := c.bind("x", &x); err != nil {
		return nil, err
	}
	return array(f(x.values), x.dim), nil
}

func argument(c *call, better func(x, best float64) bool) (starlark.Value, error) {
	var x *Array
	if err := c.bind("x", &x); err != nil {
		return nil, err
	}
	if x.Len() == 0 {
		return nil, c.wrong("x", "is empty")
	}
	best := 0
	for i, v := range x.values {
		if better(v, x.values[best]) {
			best = i
		}
	}
	return starlark.MakeInt(best), nil
}

// extremes are the least and greatest number, NaN if there is none.
func extremes(values []float64) (lo, hi float64) {
	lo, hi = math.NaN(), math.NaN()
	for _, v := range values {
		if !(v >= lo) && !math.IsNaN(v) {
			lo = v
		}
		if !(v <= hi) && !math.IsNaN(v) {
			hi = v
		}
	}
	return lo, hi
}

func sum(values []float64) float64 {
	total := 0.0
	for _, v := range values {
		total += v
	}
	return total
}

func cumsum(values []float64) []float64 {
	out := make([]float64, len(values))
	total := 0.0
	for i, v := range values {
		total += v
		out[i] = total
	}
	return out
}

func sorted(values []float64) []float64 {
	out := slices.Clone(values)
	sort.Float64s(out)
	return out
}

// percentile interpolates linearly between order statistics, as numpy does.
// NaN are left out.
func percentile(values []float64, q float64) float64 {
	all := slices.DeleteFunc(sorted(values), math.IsNaN)
	if len(all) == 0 {
		return math.NaN()
	}
	at := q / 100 * float64(len(all)-1)
	below := int(at)
	above := min(below+1, len(all)-1)
	return all[below] + (at-float64(below))*(all[above]-all[below])
}

func percentiles(c *call) (starlark.Value, error) {
	var x *Array
	var q float64
	if err := c.bind("x", &x, "q", &q); err != nil {
		return nil, err
	}
	if q < 0 || q > 100 {
		return nil, c.wrong("q", "is %g, want 0 to 100", q)
	}
	return quantity(unit.Quantity{Value: percentile(x.values, q), Dim: x.dim}), nil
}

// histogram counts the elements in equal bins; its result has edges and counts.
func histogram(c *call) (starlark.Value, error) {
	var x *Array
	bins := 20
	if err := c.bind("x", &x, "bins?", &bins); err != nil {
		return nil, err
	}
	if bins < 1 {
		return nil, c.wrong("bins", "is %d, want 1 or more", bins)
	}
	lo, hi := extremes(x.values)
	if math.IsNaN(lo) {
		lo, hi = 0, 1
	}
	h := analysis.NewHistogram(x.values, lo, hi, bins)
	return record("histogram", starlark.StringDict{"edges": array(h.Edge, x.dim), "counts": arrayOf(h.Count)}), nil
}

// record is a result with named parts.
func record(name string, parts starlark.StringDict) starlark.Value {
	return starlarkstruct.FromStringDict(starlark.String(name), parts)
}

// corrcoef is Pearson's correlation of two arrays.
func corrcoef(c *call) (starlark.Value, error) {
	var x, y *Array
	if err := c.bind("x", &x, "y", &y); err != nil {
		return nil, err
	}
	if x.Len() != y.Len() {
		return nil, c.wrong("y", "has %d elements, want %d as x has", y.Len(), x.Len())
	}
	mx, my := analysis.Mean(x.values), analysis.Mean(y.values)
	products := make([]float64, x.Len())
	for i := range products {
		products[i] = (x.values[i] - mx) * (y.values[i] - my)
	}
	return starlark.Float(analysis.Mean(products) / math.Sqrt(analysis.Variance(x.values)*analysis.Variance(y.values))), nil
}

// siegert is the rate of a leaky integrate-and-fire neuron in white noise.
func siegert(c *call) (starlark.Value, error) {
	mu, sigma := amount{dim: unit.Voltage}, amount{dim: unit.Voltage}
	threshold, reset := amount{dim: unit.Voltage}, amount{dim: unit.Voltage}
	tau, tref := duration(0), duration(0)
	if err := c.bind("mu", &mu, "sigma", &sigma, "tau", &tau, "t_ref", &tref, "V_th", &threshold, "V_reset", &reset); err != nil {
		return nil, err
	}
	switch {
	case tau.value <= 0:
		return nil, c.wrong("tau", "is %g ms, want more than 0", tau.value)
	case sigma.value < 0:
		return nil, c.wrong("sigma", "is %g mV, want 0 or more", sigma.value)
	case reset.value >= threshold.value:
		return nil, c.wrong("V_reset", "is %g mV, want less than V_th, %g mV", reset.value, threshold.value)
	}
	return frequency(analysis.Siegert(mu.value, sigma.value, tau.value, tref.value, threshold.value, reset.value)), nil
}
