package backendtest

import (
	"math"

	"github.com/cajal-sim/cajal/ir"
)

// Tolerance is how far the result of an operation may lie from its definition,
// in units in the last place of the kernel's elements. Operations that are not
// listed are exact: correctly rounded.
//
// The functions of package math are themselves within 1 unit; a table or polynomial
// without extra digits adds 1, and a quotient of two such another.
var Tolerance = map[ir.Op]float64{
	ir.Exp:       2,
	ir.Expm1:     3,
	ir.Log:       2,
	ir.Log1p:     3,
	ir.Sin:       2, // of 1, where the argument exceeds 1
	ir.Cos:       2, // of 1, where the argument exceeds 1
	ir.Tanh:      4,
	ir.Erf:       3,
	ir.Linoid:    5,
	ir.Exprel:    5,
	ir.LinoidExp: 12, // that of the exponential, which weighs four times as much where it serves least
	ir.Pow:       4,  // and 2 for each unit of the exponent, as math.Pow multiplies
	ir.Normal:    8,  // of 1: a product of three functions
	ir.Surrogate: 3,
	ir.Expm:      64, // of the largest entry
}

// MaxPhase bounds the arguments for which sine and cosine are accurate. Beyond it they
// are somewhere in [−1, 1].
const MaxPhase = 1 << 20

// tolerance is the allowed error of op at argument x, in units of the result's
// last place, and the size of result that this place is at least taken of.
func tolerance(op ir.Op, x, y float64) (ulps, size float64) {
	ulps = Tolerance[op]
	switch op {
	case ir.Sin, ir.Cos:
		if math.Abs(x) > 1 {
			size = 1
		}
	case ir.Normal:
		size = 1
	case ir.Pow:
		if math.Abs(y) <= math.MaxFloat64 {
			ulps += 2 * math.Abs(y)
		}
	}
	return ulps, size
}
