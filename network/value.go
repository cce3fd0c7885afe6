package network

import "slices"

// Value is a number, an array of one number per cell or synapse, a
// distribution to draw them from, or a piecewise-constant course in time. The
// zero Value is the number 0.
type Value struct {
	Constant float64
	Array    []float64     // shape (cells) or, for an explicit rule, (synapses)
	Draw     *Distribution // drawn anew for every cell or synapse
	Course   *Course       // one value for all cells, changing in time
}

// Number is the same value for all.
func Number(x float64) Value { return Value{Constant: x} }

// Numbers is one number where all are equal, else an array of them.
func Numbers(values []float64) Value {
	switch {
	case len(values) == 0:
		return Value{}
	case slices.ContainsFunc(values, func(x float64) bool { return x != values[0] }):
		return Value{Array: values}
	}
	return Number(values[0])
}

// Varied reports whether cells may differ in the value.
func (v Value) Varied() bool { return v.Array != nil || v.Draw != nil }

// DistributionKind names a distribution.
type DistributionKind uint8

// The distributions, with the meaning of their A and B.
const (
	UniformDist     DistributionKind = iota // between A and B
	NormalDist                              // mean A, standard deviation B
	LogNormalDist                           // of the logarithm: mean A, standard deviation B
	ExponentialDist                         // mean A
	GammaDist                               // shape A, scale B
)

// Distribution draws independent values. Draws outside [Min, Max] are
// repeated, where Bounded is set.
type Distribution struct {
	Kind     DistributionKind
	A, B     float64
	Bounded  bool
	Min, Max float64
}

// Course is Values[i] for From + i·Every ≤ t < From + (i+1)·Every, and the
// first or last value outside.
type Course struct {
	From, Every float64 // ms
	Values      []float64
}
