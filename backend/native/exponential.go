package native

import "math"

// reduced is x = k·ln 2 + r; whole has k, times 16 where there is a table, in its low bits.
type reduced struct{ k, r, whole ref }

// reduce splits x; steps per power of two must be 1 or 16.
func (g *graph) reduce(x ref, steps float64) reduced { return g.reduceBy(x, steps, perLn2) }

// reduceBy splits x, with about 1/ln 2 to find k.
func (g *graph) reduceBy(x ref, steps, perLn2 float64) reduced {
	magic := g.number(g.kind().magic / steps)
	whole := g.fma(x, g.number(perLn2), magic)
	k := g.sub(whole, magic)
	ln2 := g.kind().ln2
	r := g.fnma(k, g.number(ln2[1]), g.fnma(k, g.number(ln2[0]), x))
	return reduced{k, r, whole}
}

// clamp limits x; NaN stays.
func (g *graph) clamp(x ref, low, high float64) ref {
	return g.op2(maximum, g.number(low), g.op2(minimum, g.number(high), x))
}

// tail is r + r²(½ + r·p(r)), eʳ − 1.
func (g *graph) tail(p []float64, r ref) ref { return g.tailBeyond(p, r, r) }

// tailBeyond is first + r²(½ + r·p(r)).
func (g *graph) tailBeyond(p []float64, r, first ref) ref {
	square := g.mul(r, r)
	return g.fma(square, g.inPairs(append(p[:len(p):len(p)], 0.5), r, square), first)
}

// exp is eˣ. On AVX-512, scaling saturates by itself; r is kept within its bounds where x
// is so large that k says all.
func (g *graph) exp(x ref) ref {
	switch {
	case !g.wide():
		x = g.clamp(x, g.kind().low, g.kind().high+0.2)
		d := g.reduce(x, 1)
		p := g.add(g.tail(g.kind().exp, d.r), g.number(1))
		return g.scaleTwice(p, d.k)
	case g.single:
		d := g.reduce(x, 1)
		r := g.imm2(rangeOf, d.r, g.number(0.35), leastSize)
		return g.op2(scalef, g.add(g.tail(g.kind().exp, r), g.number(1)), d.k)
	}
	d := g.reduce(x, 16)
	r := g.imm2(rangeOf, d.r, g.number(0.022), leastSize)
	t := g.power(powers, d.whole)
	return g.op2(scalef, g.fma(t, g.tail(expTail, r), t), d.k)
}

// power looks an entry of a table up by the low bits of j.
func (g *graph) power(table [16]float64, j ref) ref {
	var low, high []uint64
	for i := range 8 {
		low = append(low, math.Float64bits(table[i]))
		high = append(high, math.Float64bits(table[i+8]))
	}
	return g.op3(permute2, j, g.vector(low), g.vector(high))
}

// twoTo is the power of two of a whole number, within the range of normal numbers.
func (g *graph) twoTo(k ref) ref {
	whole := g.add(k, g.number(g.kind().magic))
	bits := g.imm1(shiftLeft, whole, g.kind().digits)
	return g.op2(addInt, bits, g.bits(g.kind().bias<<g.kind().digits))
}

// scaleTwice is p·2ᵏ in two steps, so that results may be subnormal or overflow.
func (g *graph) scaleTwice(p, k ref) ref {
	magic := g.number(g.kind().magic)
	half := g.sub(g.fma(k, g.number(0.5), magic), magic)
	return g.mul(g.mul(p, g.twoTo(half)), g.twoTo(g.sub(k, half)))
}

// expm1 is eˣ − 1.
func (g *graph) expm1(x ref) ref {
	y := g.expm1Within(g.clamp(x, g.kind().least, g.kind().high))
	if g.wide() {
		return g.put(ternary, y, x, g.signBit(), firstOrSecondAndThird) // −0 stays −0
	}
	return g.op2(or, y, g.sign(x))
}

// firstOrSecondAndThird is a truth table of ternary.
const firstOrSecondAndThird = 0xf8

// tabled reports whether exponentials use tables.
func (g *graph) tabled() bool { return g.wide() && !g.single }

// expm1Within is eˣ − 1 for x between −high and high (on AVX2, from least on). Without a table,
// 2ᵏ may overflow where eˣ does not, unless halved.
func (g *graph) expm1Within(x ref) ref {
	if g.tabled() {
		return g.expm1Scaled(x, 1)
	}
	y := g.expm1Scaled(x, 0.5)
	return g.add(y, y)
}

// expm1Scaled is (eˣ − 1)·unit = s·(eʳ−1) + (s−unit), s = unit·2ᵏ, for a power of two.
func (g *graph) expm1Scaled(x ref, unit float64) ref {
	var s, tail ref
	switch {
	case !g.wide():
		d := g.reduce(x, 1)
		s, tail = g.twoTo(g.add(d.k, g.number(math.Log2(unit)))), g.tail(g.kind().expm1, d.r)
	case g.single:
		d := g.reduce(x, 1)
		s, tail = g.op2(scalef, g.number(unit), d.k), g.tail(g.kind().expm1, d.r)
	default:
		d := g.reduceBy(x, 16, lessPerLn2)
		s = g.op2(scalef, g.power(powers, d.whole), d.k)
		tail = g.tailBeyond(expm1Tail, d.r, g.add(d.r, g.power(powerTails, d.whole)))
	}
	return g.fma(s, tail, g.sub(s, g.number(unit)))
}

// What fixup does to a class of numbers, in the four bits of its class.
const (
	keepNaN                 = 1
	makeOne                 = 0xa << 8 // of zero
	infinityClass           = 20
	makeZero, makeInfinity  = 0x8 << infinityClass, 0x5 << infinityClass
	leastSize, greatestSize = 2, 3 // what rangeOf takes, with the sign of the first operand
)

// ratio calls f with x and eˣ − 1, or with both times something, to divide one by the
// other. With tables, eˣ − 1 is x itself beside 0, and 0/0 alone is replaced; else, the arguments beside 0
// are those of a number so small that the quotient is 1.
func (g *graph) ratio(x ref, atInfinity uint64, f func(x, y ref) ref) ref {
	table := g.bits(keepNaN | makeOne | atInfinity)
	if g.tabled() {
		return g.op3(fixup, f(g.quotient(x)), x, table)
	}
	tiny := g.number(math.Ldexp(1, 100-int(g.kind().bias)))
	if g.wide() {
		some := g.imm2(rangeOf, x, tiny, greatestSize)
		return g.op3(fixup, f(g.quotient(some)), x, table)
	}
	q := f(g.quotient(x))
	return g.choose(g.compare(less, g.abs(x), tiny), g.number(1), q)
}

// quotient is x and eˣ − 1, scaled where elements are float32: for them, quotients are
// defined where eˣ alone is too large.
func (g *graph) quotient(x ref) (numerator, denominator ref) {
	if g.single {
		const unit, limit = 0x1p-64, 110
		x = g.op2(minimum, g.number(limit), x)
		y := g.expm1Scaled(g.op2(maximum, g.number(g.kind().least), x), unit)
		return g.mul(x, g.number(unit)), y
	}
	if g.wide() {
		return x, g.expm1Within(g.imm2(rangeOf, x, g.number(g.kind().high), leastSize))
	}
	finite := g.op2(minimum, g.number(g.kind().largest), x)
	return finite, g.expm1Within(g.clamp(x, g.kind().least, g.kind().high))
}

// linoid is x/(eˣ − 1).
func (g *graph) linoid(x ref) ref {
	return g.ratio(x, makeZero, func(x, y ref) ref { return g.div(x, y) })
}

// linoidExp is linoid(x) of a finite x with its exponential given, whose digits do not suffice near 0.
func (g *graph) linoidExp(x, exp ref) ref {
	square := g.mul(x, x)
	near := g.fma(square, g.horner(linoidSeries, square), g.fnma(x, g.number(0.5), g.number(1)))
	far := g.div(x, g.minusOne(exp))
	return g.choose(g.compare(less, square, g.number(1.0/16)), near, far)
}

// minusOne is x − 1; where x is a product, it is not rounded before.
func (g *graph) minusOne(x ref) ref {
	if n := g.nodes[x]; n.code == mul {
		return g.op3(fms, n.a, n.b, g.number(1))
	}
	return g.sub(x, g.number(1))
}

// exprel is (eˣ − 1)/x.
func (g *graph) exprel(x ref) ref {
	if g.amends {
		near, square := g.exprelNear(x)
		return g.op3(amend, near, x, square)
	}
	return g.exprelFar(x)
}

// exprelReach is how far below 0 the arguments of exprelNear may lie.
const exprelReach = 5

// exprelNear is the same for −exprelReach ≤ x ≤ 0, where square is at most exprelSquare: a
// polynomial of y = x/2 around the middle, and f(2y) = f(y)·(1 + f(y)·y/2).
func (g *graph) exprelNear(x ref) (f, square ref) {
	t := g.fma(x, g.number(0.5), g.number(exprelReach/4.0))
	square = g.mul(t, t)
	p := g.inPairs(exprelMiddle, t, square)
	return g.fma(p, g.mul(p, g.mul(x, g.number(0.25))), p), square
}

const exprelSquare = (exprelReach / 4.0) * (exprelReach / 4.0)

func (g *graph) exprelFar(x ref) ref {
	return g.ratio(x, makeInfinity, func(x, y ref) ref { return g.div(y, x) })
}

// tanh is −t/(t+2) of t = e^(−2|x|) − 1, with the sign of x.
func (g *graph) tanh(x ref) ref {
	t := g.expm1Within(g.clamp(g.mul(g.abs(x), g.number(-2)), g.kind().least, 0))
	return g.copySign(g.div(t, g.add(t, g.number(2))), x)
}

// copySign is the size of x with the sign of y.
func (g *graph) copySign(x, y ref) ref {
	if g.wide() {
		const firstWhereThird = 0xe4
		return g.put(ternary, x, y, g.bits(g.elementMask()>>1), firstWhereThird)
	}
	return g.op2(or, g.abs(x), g.sign(y))
}
