package interp

import (
	"math"

	"github.com/cajal-sim/cajal/ir"
)

// The loops of functions built on the exponential go over a block twice at most: once
// without branches or calls, right for arguments of ordinary size and never
// trapping for others; and, where it met others, once more to mend those lanes.

// far accumulates whether an argument lies outside [−limit, limit] or is NaN;
// the sign bit of the result says so.
func far(x float64, seen uint64) uint64 {
	return seen | (limitBits - math.Float64bits(x)&^(1<<63))
}

// zero accumulates whether an argument is ±0, likewise.
func zero(x float64, seen uint64) uint64 {
	return seen | (math.Float64bits(x)&^(1<<63) - 1)
}

const limitBits = 0x4086200000000000 // of expRange

// mend computes again the lanes that a fast loop could not.
func mend[T float](d, a []T, seen uint64, f func(float64) float64) {
	if seen>>63 == 0 {
		return
	}
	for i := range d {
		if x := float64(a[i]); x == 0 || !(math.Abs(x) <= expRange) {
			d[i] = T(f(x))
		}
	}
}

func expLoop[T float](d, a []T) {
	a = a[:len(d)]
	table, seen := &expTable, uint64(0)
	for i := range d {
		x := float64(a[i])
		seen = far(x, seen)
		r, bits := reduce(x)
		entry := &table[bits&127]
		scale := math.Float64frombits(entry.bits + bits<<45)
		d[i] = T(scale + float64(scale*expTail(r, entry.tail)))
	}
	mend(d, a, seen, exp)
}

func expm1Loop[T float](d, a []T) {
	a = a[:len(d)]
	table, seen := &expTable, uint64(0)
	for i := range d {
		x := float64(a[i])
		seen = far(x, seen)
		r, bits := reduce(x)
		entry := &table[bits&127]
		scale := math.Float64frombits(entry.bits + bits<<45)
		y := (scale - 1) + float64(scale*expm1Tail(r, entry.tail))
		d[i] = T(math.Copysign(y, x))
	}
	mend(d, a, seen, expm1)
}

func linoidLoop[T float](d, a []T) {
	a = a[:len(d)]
	table, seen := &expTable, uint64(0)
	for i := range d {
		x := float64(a[i])
		seen = zero(x, far(x, seen))
		r, bits := reduce(x)
		entry := &table[bits&127]
		scale := math.Float64frombits(entry.bits + bits<<45)
		d[i] = T(x / ((scale - 1) + float64(scale*expm1Tail(r, entry.tail))))
	}
	mend(d, a, seen, linoid)
}

func exprelLoop[T float](d, a []T) {
	a = a[:len(d)]
	table, seen := &expTable, uint64(0)
	for i := range d {
		x := float64(a[i])
		seen = zero(x, far(x, seen))
		r, bits := reduce(x)
		entry := &table[bits&127]
		scale := math.Float64frombits(entry.bits + bits<<45)
		d[i] = T(((scale - 1) + float64(scale*expm1Tail(r, entry.tail))) / x)
	}
	mend(d, a, seen, exprel)
}

// tanhLoop computes tanh |x| = −t/(t+2) with t = e^(−2|x|) − 1.
func tanhLoop[T float](d, a []T) {
	a = a[:len(d)]
	table, seen := &expTable, uint64(0)
	for i := range d {
		x := float64(a[i])
		y := float64(-2 * math.Abs(x))
		seen = far(y, seen)
		r, bits := reduce(y)
		entry := &table[bits&127]
		scale := math.Float64frombits(entry.bits + bits<<45)
		t := (scale - 1) + float64(scale*expm1Tail(r, entry.tail))
		d[i] = T(math.Copysign(t/(t+2), x))
	}
	if seen>>63 != 0 {
		each(d, a, tanh)
	}
}

// linoid is x/(eˣ − 1), as ir.EvalLinoid.
func linoid(x float64) float64 {
	switch {
	case x == 0:
		return 1
	case x > math.MaxFloat64:
		return 0
	}
	return x / expm1(x)
}

// linoidExpVV is ir.LinoidExp.
func linoidExpVV[T float](d, a, b []T) {
	a, b = a[:len(d)], b[:len(d)]
	for i := range d {
		d[i] = T(ir.EvalLinoidExp(float64(a[i]), float64(b[i])))
	}
}

// exprel is (eˣ − 1)/x, as ir.EvalExprel.
func exprel(x float64) float64 {
	switch {
	case x == 0:
		return 1
	case x > math.MaxFloat64:
		return x
	}
	return expm1(x) / x
}

func tanh(x float64) float64 {
	t := expm1(-2 * math.Abs(x))
	return math.Copysign(t/(t+2), x)
}
