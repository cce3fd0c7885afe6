package backendtest

import (
	"fmt"
	"math"

	"github.com/cajal-sim/cajal/ir"
)

// bound is the set of values that a number may have: lo to hi, or NaN where both
// are, or anything at all.
type bound struct {
	lo, hi float64
	any    bool
}

var anything = bound{any: true}

func exactly(x float64) bound { return bound{lo: x, hi: x} }

// point reports whether the value is certain.
func (b bound) point() bool {
	return !b.any && (b.lo == b.hi || b.lo != b.lo)
}

func (b bound) nan() bool { return !b.any && b.lo != b.lo }

func (b bound) holds(x float64) bool {
	return b.any || b.nan() && x != x || b.lo <= x && x <= b.hi
}

func (b bound) has(x float64) bool { return b.any || b.lo <= x && x <= b.hi }

func (b bound) infinite() bool { return !b.any && (math.IsInf(b.lo, 0) || math.IsInf(b.hi, 0)) }

func (b bound) String() string {
	switch {
	case b.any:
		return "anything"
	case b.point():
		return fmt.Sprintf("%.17g", b.lo)
	}
	return fmt.Sprintf("%.17g … %.17g", b.lo, b.hi)
}

// hull is the least bound that holds both.
func hull(a, b bound) bound {
	if a.any || b.any || a.nan() != b.nan() {
		return anything
	}
	return bound{lo: math.Min(a.lo, b.lo), hi: math.Max(a.hi, b.hi)}
}

// truth is what a mask may be.
type truth struct{ yes, no bool }

func certain(holds bool) truth { return truth{holds, !holds} }

// arithmetic is that of one element type.
type arithmetic struct {
	elem ir.Elem
	// strict arithmetic rounds every product; otherwise a product may be fused with
	// the sum it enters.
	strict bool
}

// round rounds to the element type.
func (m arithmetic) round(x float64) float64 {
	if m.elem == ir.Float32 {
		return float64(float32(x))
	}
	return x
}

// widen makes room for an error of some units in the last place, that of at least size.
func (m arithmetic) widen(b bound, ulps, size float64) bound {
	if b.any || b.nan() {
		return b
	}
	return bound{lo: m.away(b.lo, -ulps, size), hi: m.away(b.hi, ulps, size)}
}

// away moves x by units in the last place.
func (m arithmetic) away(x, ulps, size float64) float64 {
	if ulps == 0 {
		return x
	}
	digits, least := 52, -1074
	largest := math.MaxFloat64
	if m.elem == ir.Float32 {
		digits, least = 23, -149
		largest = math.MaxFloat32
	}
	if math.IsInf(x, 0) {
		if math.Signbit(x) == math.Signbit(ulps) {
			return x
		}
		x = math.Copysign(largest, x) // the neighbour of infinity
	}
	_, exponent := math.Frexp(math.Max(math.Abs(x), size))
	step := math.Ldexp(1, max(exponent-1-digits, least))
	return m.round(x + ulps*step)
}

// of collects the results of an operation at the ends of its arguments.
func (m arithmetic) of(point bool, results ...float64) bound {
	b := exactly(m.round(results[0]))
	for _, x := range results[1:] {
		b = hull(b, exactly(m.round(x)))
	}
	if b.nan() && !point {
		return anything
	}
	return b
}

// define is the definition of an operation of one number.
func define(op ir.Op, x, imm float64) float64 {
	switch {
	case op == ir.Surrogate:
		return ir.EvalSurrogate(x, imm)
	case op == ir.Exp && x > 709 && x < 710:
		return math.Exp(x-1) * math.E // math.Exp of amd64 overflows at 709.44 already
	}
	return ir.Eval1(op, x)
}

// unary applies an operation of one number.
func (m arithmetic) unary(op ir.Op, a bound, imm float64) bound {
	if a.any {
		return anything
	}
	f := func(x float64) float64 { return define(op, x, imm) }
	out := m.of(a.point(), f(a.lo), f(a.hi))
	wave := op == ir.Sin || op == ir.Cos
	switch {
	case wave && !out.any && !out.nan() && (math.Abs(a.lo) > MaxPhase || math.Abs(a.hi) > MaxPhase || a.hi-a.lo > 1):
		return bound{lo: -1, hi: 1}
	case wave && !a.point() && !out.any:
		slack := a.hi - a.lo // the slope is at most 1
		out = bound{lo: m.round(out.lo - slack), hi: m.round(out.hi + slack)}
	case (op == ir.Abs || op == ir.Surrogate) && a.lo < 0 && a.hi > 0:
		out = hull(out, exactly(f(0)))
	}
	if op == ir.Log && a.point() && a.lo > 0 && a.lo < 0x1p-1022 {
		// math.Log of amd64 takes no account of missing digits: what it says is allowed too.
		out = hull(out, exactly(math.Log(a.lo*0x1p54)-54*math.Ln2))
	}
	ulps, size := tolerance(op, math.Max(math.Abs(a.lo), math.Abs(a.hi)), 0)
	return m.widen(out, ulps, size)
}

// binary applies an operation of two numbers.
func (m arithmetic) binary(op ir.Op, a, b bound) bound {
	switch {
	case a.any || b.any:
		return anything
	case op == ir.Div && b.has(0) && !(m.strict && b.point()):
		return anything // the sign of zero decides
	case op == ir.Mul && (a.has(0) && b.infinite() || b.has(0) && a.infinite()) && !(a.point() && b.point()):
		return anything // the product of zero and infinity is none
	case op == ir.Pow && !(m.strict && a.point() && b.point()) && !(a.lo > 0):
		return anything
	}
	f := func(x, y float64) float64 { return ir.Eval2(op, x, y) }
	out := m.of(a.point() && b.point(), f(a.lo, b.lo), f(a.lo, b.hi), f(a.hi, b.lo), f(a.hi, b.hi))
	ulps, size := tolerance(op, 0, math.Max(math.Abs(b.lo), math.Abs(b.hi)))
	if op == ir.Mul && !m.strict {
		ulps = 1
	}
	return m.widen(out, ulps, size)
}

// compare applies a comparison.
func compare(op ir.Op, a, b bound) truth {
	if a.any || b.any {
		return truth{true, true}
	}
	f := func(x, y float64) bool { return ir.EvalMask2(op, x, y) }
	if a.nan() || b.nan() || a.point() && b.point() {
		return certain(f(a.lo, b.lo))
	}
	if op == ir.Equal {
		return truth{yes: a.lo <= b.hi && b.lo <= a.hi, no: true}
	}
	return truth{yes: f(a.lo, b.hi), no: !f(a.hi, b.lo)}
}

// choose is a selection.
func choose(mask truth, a, b bound) bound {
	switch {
	case mask.yes && mask.no:
		return hull(a, b)
	case mask.yes:
		return a
	}
	return b
}
