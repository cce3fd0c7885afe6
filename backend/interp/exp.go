package interp

import (
	"math"
	"math/big"
)

// Exponentials by table: x = (128·e + j + f)·ln2/128 with |f| ≤ ½, so that
// eˣ = 2ᵉ · 2^(j/128) · eʳ, |r| ≤ ln2/256 (Tang 1989, ACM Trans Math Softw 15:144).
// The error is below 0.6 units in the last place. Products that are added are
// rounded explicitly, so that no compiler fuses them: every machine gives the same bits.

const (
	expRange = 708 // the fast path holds for |x| up to here

	perLn2  = 128 / math.Ln2
	ln2High = 0x1.62e42fefa0000p-8 // ln2/128, the upper bits: exact when multiplied by a whole number below 2²¹
	ln2Low  = 0x1.cf79abc9e3b39p-47
	toWhole = 0x1.8p52 // adding it rounds to a whole number, found in the low bits
)

// expEntry is 2^(j/128) = scale·(1+tail). To the bits of scale, those of the
// exponent can be added: j·2⁴⁵ has been taken off.
type expEntry struct {
	tail float64
	bits uint64
}

var expTable = makeExpTable()

func makeExpTable() (table [128]expEntry) {
	real := func(x float64) *big.Float { return new(big.Float).SetPrec(160).SetFloat64(x) }
	root := real(2)
	for range 7 {
		root.Sqrt(root)
	}
	power := real(1)
	for j := range table {
		scale, _ := power.Float64()
		tail := real(0).Quo(power, real(scale))
		table[j].tail, _ = tail.Sub(tail, real(1)).Float64()
		table[j].bits = math.Float64bits(scale) - uint64(j)<<45
		power.Mul(power, root)
	}
	return table
}

// reduce splits x, |x| ≤ 746, into eˣ = scale·(1 + tail)·eʳ; bits holds 128·e + j.
func reduce(x float64) (r float64, bits uint64) {
	k := float64(x*perLn2) + toWhole
	bits = math.Float64bits(k)
	k -= toWhole
	return (x - float64(k*ln2High)) - float64(k*ln2Low), bits
}

// exp returns eˣ.
func exp(x float64) float64 {
	if !(math.Abs(x) <= expRange) {
		return expFar(x)
	}
	return expNear(x)
}

// expNear is exp for |x| ≤ expRange.
func expNear(x float64) float64 {
	r, bits := reduce(x)
	entry := &expTable[bits&127]
	scale := math.Float64frombits(entry.bits + bits<<45)
	return scale + float64(scale*expTail(r, entry.tail))
}

// expTail is (1+tail)·eʳ − 1, to the absolute accuracy of exp.
func expTail(r, tail float64) float64 {
	r2 := float64(r * r)
	high := 1.0/2 + float64(r*(1.0/6))
	low := 1.0/24 + float64(r*(1.0/120))
	return (tail + r) + float64(r2*(high+float64(r2*low)))
}

// expFar is exp near and beyond the ends of the range, gradual underflow included.
func expFar(x float64) float64 {
	switch {
	case x > 710:
		return math.Inf(1)
	case x < -746:
		return 0
	case x != x:
		return x
	}
	r, bits := reduce(x)
	j := bits & 127
	scale := math.Float64frombits(expTable[j].bits + j<<45)
	power := int64(bits<<13) >> 20 // e: the low 51 bits, signed, without those of j
	return math.Ldexp(scale+float64(scale*expTail(r, expTable[j].tail)), int(power))
}

// expm1 returns eˣ − 1, accurate to 2 units in the last place beside 0 too.
func expm1(x float64) float64 {
	if !(math.Abs(x) <= expRange) {
		if x < -expRange {
			return -1
		}
		return expFar(x)
	}
	return expm1Near(x)
}

// expm1Near is expm1 for |x| ≤ expRange. Where scale is near 1, scale − 1 is
// exact, and the tail of the table keeps what the subtraction lays bare.
func expm1Near(x float64) float64 {
	r, bits := reduce(x)
	entry := &expTable[bits&127]
	scale := math.Float64frombits(entry.bits + bits<<45)
	y := (scale - 1) + float64(scale*expm1Tail(r, entry.tail))
	return math.Copysign(y, x) // −0 stays −0
}

// expm1Tail is expTail with one term more, to the relative accuracy of expm1.
func expm1Tail(r, tail float64) float64 {
	r2 := float64(r * r)
	high := 1.0/2 + float64(r*(1.0/6))
	low := 1.0/24 + float64(r*(1.0/120)) + float64(r2*(1.0/720))
	return (tail + r) + float64(r2*(high+float64(r2*low)))
}
