package swc

import (
	"math"
	"strconv"

	"github.com/cajal-sim/cajal/morph"
)

// NEURON keeps points in single precision. The functions of this file round as it
// does.

// step returns the distance of two points, whose differences are rounded to
// single precision.
func step(a, b morph.Vec) float64 {
	sum := 0.0
	for k := range a {
		d := single(b[k] - a[k])
		sum += d * d
	}
	return math.Sqrt(sum)
}

// gap returns the distance of two points.
func gap(a, b morph.Point) float64 {
	return math.Sqrt(square(a.Vec[0]-b.Vec[0]) + square(a.Vec[1]-b.Vec[1]) + square(a.Vec[2]-b.Vec[2]))
}

func square(x float64) float64 { return x * x }

// single rounds to single precision.
func single(x float64) float64 { return float64(float32(x)) }

// usualDigits are those of NEURON's Import3d.
const usualDigits = 8

// stored rounds as NEURON does on the way from its reader to its sections, which
// goes through a text of so many digits.
func stored(x float64, digits int) float64 {
	x, _ = strconv.ParseFloat(strconv.FormatFloat(x, 'g', digits, 64), 64) // what was printed can be read
	return single(x)
}
