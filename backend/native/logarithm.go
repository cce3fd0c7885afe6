package native

import "math"

// split is x = m·2ᵉ with ¾ ≤ m < 1.5. Zero and infinity have infinite e, and negative x
// m = NaN.
func (g *graph) split(x ref) (m, e ref) {
	if g.wide() {
		const threeFourths, refuseNegative = 3, 3 << 2
		m = g.imm1(getMant, x, threeFourths|refuseNegative)
		return m, g.sub(g.op1(getExp, x), g.op1(getExp, m))
	}
	return g.splitBits(x)
}

// splitBits is split by the bits of numbers, for AVX2.
func (g *graph) splitBits(x ref) (m, e ref) {
	k := g.kind()
	tiny := g.compare(less, x, g.number(math.Ldexp(1, 1-int(k.bias))))
	big := math.Ldexp(1, int(k.digits)+2)
	scaled := g.choose(tiny, g.mul(x, g.number(big)), x)
	shifted := g.op2(addInt, scaled, g.bits(k.split))
	m = g.op2(addInt, g.op2(and, shifted, g.bits(k.mantissa)), g.bits(k.threeFourth))
	// The exponent as a number: its bits below those of 2^digits.
	power := math.Ldexp(1, int(k.digits))
	biased := g.op2(or, g.imm1(shiftRight, shifted, k.digits), g.number(power))
	e = g.sub(biased, g.number(power+float64(k.bias)))
	e = g.choose(tiny, g.sub(e, g.number(float64(k.digits)+2)), e)

	inf := g.number(math.Inf(1))
	e = g.choose(g.compare(equal, x, inf), inf, e)
	e = g.choose(g.compare(equal, x, g.number(0)), g.number(math.Inf(-1)), e)
	bad := g.orMask(g.compare(less, x, g.number(0)), g.compare(unordered, x, x))
	return g.choose(bad, g.number(math.NaN()), m), e
}

// logOf is e·ln 2 + ln(1+f), −¼ ≤ f < ½, by s = f/(2+f) as in FreeBSD's e_log.c.
func (g *graph) logOf(f, e ref) ref {
	ln2 := g.kind().ln2
	s := g.div(f, g.add(f, g.number(2)))
	z := g.mul(s, s)
	half := g.mul(g.mul(f, f), g.number(0.5))
	sum := g.fma(g.horner(g.kind().log, z), z, half)
	low := g.fma(s, sum, g.mul(e, g.number(ln2[1])))
	return g.fma(e, g.number(ln2[0]), g.sub(f, g.sub(half, low)))
}

// log is ln x.
func (g *graph) log(x ref) ref {
	m, e := g.split(x)
	return g.finishLog(x, g.logOf(g.sub(m, g.number(1)), e), e)
}

// finishLog replaces the sum by e where that is infinite.
func (g *graph) finishLog(x, y, e ref) ref {
	infinite := g.compare(equal, g.abs(e), g.number(math.Inf(1)))
	return g.choose(infinite, g.op2(add, e, x), y)
}

// log1p is ln(1+x): the logarithm of u = 1+x with what u has lost of x.
func (g *graph) log1p(x ref) ref {
	one := g.number(1)
	u := g.add(x, one)
	inX := g.sub(u, one)
	lost := g.add(g.sub(x, inX), g.sub(one, g.sub(u, inX)))
	m, e := g.split(u)
	// Beside 0, where e = 0, f must be x itself.
	f := g.add(g.sub(m, one), g.scaled(lost, e))
	y := g.finishLog(u, g.logOf(f, e), e)
	return g.op2(or, y, g.sign(x)) // −0 stays −0; negative results are negative already
}

// scaled is x·2⁻ᵉ, or 0 where e is infinite or so large that x does not count.
func (g *graph) scaled(x, e ref) ref {
	if g.wide() {
		y := g.op2(scalef, x, g.neg(e))
		return g.choose(g.compare(ordered, y, y), y, g.number(0))
	}
	counts := g.compare(less, g.abs(e), g.number(float64(g.kind().digits)+10))
	return g.choose(counts, g.mul(x, g.twoTo(g.neg(g.choose(counts, e, g.number(0))))), g.number(0))
}
