package network

import (
	"fmt"
	"math"
	"strings"

	"github.com/cajal-sim/cajal/random"
)

// redraws is how often a number outside its bounds is drawn again before the
// bounds are held to be out of reach.
const redraws = 10_000

// Fill sets dst to the value: dst[i] of a distribution is a function of (seed,
// entity+i, stream) alone. A course fills in what it is at t = 0. It is an error
// if an array's length is not that of dst, or if a distribution misses its bounds.
func (v Value) Fill(dst []float64, seed, entity uint64, stream uint32) error {
	switch {
	case v.Array != nil && len(v.Array) != len(dst):
		return fmt.Errorf("%d values for %d", len(v.Array), len(dst))
	case v.Array != nil:
		copy(dst, v.Array)
	case v.Draw != nil:
		for i := range dst {
			source := random.NewSource(seed, entity+uint64(i), stream)
			x, err := v.Draw.Next(&source)
			if err != nil {
				return err
			}
			dst[i] = x
		}
	default:
		constant := v.At(0)
		for i := range dst {
			dst[i] = constant
		}
	}
	return nil
}

// At is the value of a constant or a course at time t in ms.
func (v Value) At(t float64) float64 {
	if v.Course == nil {
		return v.Constant
	}
	return v.Course.At(t)
}

// At is the value in force at time t in ms, NaN in a course without values.
func (c *Course) At(t float64) float64 {
	if len(c.Values) == 0 {
		return math.NaN()
	}
	i := math.Floor((t - c.From) / c.Every)
	return c.Values[int(max(0, min(i, float64(len(c.Values)-1))))]
}

// Next draws a number within the bounds. It gives up with an error where the
// bounds are hardly ever met.
func (d *Distribution) Next(source *random.Source) (float64, error) {
	if !d.Bounded {
		return d.draw(source), nil
	}
	for range redraws {
		if x := d.draw(source); x >= d.Min && x <= d.Max {
			return x, nil
		}
	}
	return 0, fmt.Errorf("none of %d draws from %v lay within its bounds: widen them", redraws, d)
}

func (d *Distribution) draw(source *random.Source) float64 {
	switch d.Kind {
	case UniformDist:
		return d.A + (d.B-d.A)*source.Float64()
	case NormalDist:
		return d.A + d.B*normal(source)
	case LogNormalDist:
		return math.Exp(d.A + d.B*normal(source))
	case ExponentialDist:
		return d.A * source.Exp()
	case GammaDist:
		return d.B * gamma(source, d.A)
	}
	panic(fmt.Sprintf("BUG: network: distribution kind %d", d.Kind))
}

// gamma draws from the gamma distribution of scale 1 (Marsaglia & Tsang 2000,
// ACM Trans Math Softw 26:363).
func gamma(source *random.Source, shape float64) float64 {
	if shape < 1 {
		return gamma(source, shape+1) * math.Pow(source.Float64(), 1/shape)
	}
	d := shape - 1.0/3
	c := 1 / math.Sqrt(9*d)
	for {
		x := normal(source)
		v := 1 + c*x
		v = v * v * v
		if v > 0 && math.Log(source.Float64()) < x*x/2+d-d*v+d*math.Log(v) {
			return d * v
		}
	}
}

var distributionNames = [...]string{"uniform", "normal", "lognormal", "exponential", "gamma"}

// String is the distribution as one writes it: "normal(1.5, 0.75) within [0.1, 3]".
func (d *Distribution) String() string {
	var s strings.Builder
	fmt.Fprintf(&s, "%s(%g", distributionNames[d.Kind], d.A)
	if d.Kind != ExponentialDist {
		fmt.Fprintf(&s, ", %g", d.B)
	}
	s.WriteByte(')')
	if d.Bounded {
		fmt.Fprintf(&s, " within [%g, %g]", d.Min, d.Max)
	}
	return s.String()
}

// support is the interval that draws lie in.
func (d *Distribution) support() (lo, hi float64) {
	lo, hi = math.Inf(-1), math.Inf(1)
	switch d.Kind {
	case UniformDist:
		lo, hi = min(d.A, d.B), max(d.A, d.B)
	case NormalDist:
		if d.B == 0 {
			lo, hi = d.A, d.A
		}
	default:
		lo = 0
	}
	if d.Bounded {
		lo, hi = max(lo, d.Min), min(hi, d.Max)
	}
	return lo, hi
}
