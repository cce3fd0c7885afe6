package native

// quadrant is x = q·π/2 + r; whole has q in its low bits.
func (g *graph) quadrant(x ref) (r, whole ref) {
	magic := g.number(g.kind().magic)
	whole = g.fma(x, g.number(0x1.45f306dc9c883p-1), magic) // 2/π
	q := g.sub(whole, magic)
	r = x
	for _, part := range g.kind().pi {
		r = g.fnma(q, g.number(part), r)
	}
	// Beyond what q can count, the result means nothing but must be a sine.
	return g.clamp(r, -0.8, 0.8), whole
}

// wave is the sine of x, or of x + π/2.
func (g *graph) wave(x ref, ahead uint64) ref {
	r, whole := g.quadrant(x)
	if ahead != 0 {
		whole = g.op2(addInt, whole, g.bits(ahead))
	}
	z := g.mul(r, r)
	one := g.number(1)
	sine := g.mul(r, g.fma(g.horner(g.kind().sin, z), z, one)) // a product, so that −0 stays
	cosine := g.fma(g.mul(z, z), g.horner(g.kind().cos, z), g.fnma(z, g.number(0.5), one))
	top := g.kind().digits + 11
	if g.single {
		top = 31
	}
	odd := g.signMask(g.imm1(shiftLeft, whole, top))
	negative := g.sign(g.imm1(shiftLeft, whole, top-1))
	return g.op2(xor, g.choose(odd, cosine, sine), negative)
}
