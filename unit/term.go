package unit

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// A unit is a product of terms: prefixed names and numbers, each raised to a
// power. Terms with the same symbol are merged, and those of the denominator
// come last, so that the printed form parses to the same terms in the same
// order and thus to the very same Unit.

// term is one name or number and its power.
type term struct {
	symbol   string
	base     exponents // of the symbol to the power 1
	mantissa float64   // size of the symbol in SI units: mantissa·10^ten
	ten      int
	offset   float64
	halves   int // twice the power
}

// named returns the term of an atomic unit with optional prefix.
func named(name string) (term, error) {
	a, p, ok := find(name)
	if !ok {
		if near := Nearest(name); near != "" {
			return term{}, fmt.Errorf("unknown unit %q, did you mean %q?", name, near)
		}
		return term{}, fmt.Errorf("unknown unit %q", name)
	}
	return term{p.symbol + a.symbol, a.dim.exponents(), a.mantissa, a.ten + p.ten, a.offset, 2}, nil
}

// number returns the term of a factor, which must be positive.
func number(x float64) term {
	digits, exponent, _ := strings.Cut(strconv.FormatFloat(x, 'e', -1, 64), "e")
	ten, _ := strconv.Atoi(exponent)
	if whole, fraction, ok := strings.Cut(digits, "."); ok {
		digits, ten = whole+fraction, ten-len(fraction)
	}
	mantissa, _ := strconv.ParseFloat(digits, 64)
	return term{strconv.FormatFloat(x, 'g', -1, 64), exponents{}, mantissa, ten, 0, 2}
}

// maxTermHalves bounds the power of one term. It is wider than that of a
// dimension, because powers of terms may cancel.
const maxTermHalves = 4096

// raise returns the terms to the power p.
func raise(terms []term, p float64) ([]term, error) {
	raised := make([]term, len(terms))
	for i, t := range terms {
		halves, ok := power(t.halves, p, maxTermHalves)
		if !ok {
			return nil, fmt.Errorf("%v to the power %.6g has no unit: exponents are multiples of 1/2 up to 63.5", t, p)
		}
		raised[i] = t
		raised[i].halves = halves
	}
	return raised, nil
}

// merge joins terms of one symbol and puts the denominator last.
func merge(terms []term) []term {
	var merged []term
	at := map[string]int{}
	for _, t := range terms {
		i, seen := at[t.symbol]
		if seen {
			merged[i].halves += t.halves
			continue
		}
		at[t.symbol] = len(merged)
		merged = append(merged, t)
	}
	above, below := merged[:0:0], merged[:0:0]
	for _, t := range merged {
		switch {
		case t.halves > 0:
			above = append(above, t)
		case t.halves < 0:
			below = append(below, t)
		}
	}
	return append(above, below...)
}

// internalTens are the powers of ten of the internal units of the base
// dimensions, in SI units: um, ug (1e-9 kg), ms, nA, K, amol, cd.
var internalTens = exponents{-6, -9, -3, -9, 0, -18, 0}

// compose returns the unit that is the product of terms.
func compose(terms []term) (Unit, error) {
	terms = merge(terms)
	u := Unit{Symbol: spell(terms), mantissa: 1}
	var sum exponents
	for _, t := range terms {
		if t.offset != 0 && (len(terms) > 1 || t.halves != 2) {
			return Unit{}, fmt.Errorf("%s starts at %g K and cannot be combined; write K for a difference", t.symbol, t.offset)
		}
		u.offset = t.offset
		u.halfTens += t.halves * t.ten
		u.mantissa *= math.Pow(t.mantissa, float64(t.halves)/2)
		sum = sum.plus(t.halves, t.base)
	}
	for i := range sum {
		sum[i] /= 2
		u.halfTens -= sum[i] * internalTens[i]
	}
	u.Dim = sum.dimension()
	if !u.Dim.Valid() || !u.finite() {
		return Unit{}, fmt.Errorf("%s is out of range", u.Symbol)
	}
	if u.mantissa == 1 {
		u.mantissa = 0
	}
	return u, nil
}

// finite reports whether numbers of the unit can be scaled without overflow
// on the way: the mantissa, the power of ten and their product are far from
// the ends of float64.
func (u Unit) finite() bool {
	const most = 250
	digits, tens := math.Log10(u.mantissa), float64(u.halfTens)/2
	return math.Abs(digits) < most && math.Abs(tens) < most && math.Abs(digits+tens) < most
}

// spell prints merged terms: "1/ms", "mV*nS", "uF/cm2", "mV/(ms*nA)".
func spell(terms []term) string {
	var above, below []string
	for _, t := range terms {
		if t.halves > 0 {
			above = append(above, t.String())
			continue
		}
		t.halves = -t.halves
		below = append(below, t.String())
	}
	if len(below) == 0 {
		return strings.Join(above, "*")
	}
	denominator := strings.Join(below, "*")
	if len(below) > 1 {
		denominator = "(" + denominator + ")"
	}
	if len(above) == 0 {
		above = []string{"1"}
	}
	return strings.Join(above, "*") + "/" + denominator
}

// String prints the term: "ms", "cm2", "sqrt(ms)", "ms^1.5", "10^3".
func (t term) String() string {
	isNumber := numberLen(t.symbol) > 0
	switch {
	case t.halves == 2:
		return t.symbol
	case t.halves == 1:
		return "sqrt(" + t.symbol + ")"
	case t.halves > 0 && t.halves%2 == 0 && !isNumber:
		return t.symbol + strconv.Itoa(t.halves/2)
	}
	return fmt.Sprintf("%s^%g", t.symbol, float64(t.halves)/2)
}
