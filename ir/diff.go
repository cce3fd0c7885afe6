package ir

// Derivative returns ∂root/∂symbol, exactly, in the same graph. Masks, counts
// and random numbers have derivative 0; at a kink (Abs, Min, Max, Select) it
// is the derivative of the branch taken.
func (g *Graph) Derivative(root Ref, symbol int) Ref {
	d := differentiator{g: g, symbol: int32(symbol), done: map[Ref]Ref{}}
	return d.of(root)
}

type differentiator struct {
	g      *Graph
	symbol int32
	done   map[Ref]Ref
}

func (d *differentiator) of(r Ref) Ref {
	if out, ok := d.done[r]; ok {
		return out
	}
	out := d.chain(r)
	d.done[r] = out
	return out
}

// chain sums ∂r/∂argument · ∂argument/∂symbol.
func (d *differentiator) chain(r Ref) Ref {
	g, n := d.g, *d.g.At(r)
	zero := g.Const(0)
	switch n.Op {
	case Load:
		if n.Slot == d.symbol {
			return g.Const(1)
		}
		return zero
	case Expm:
		return d.expm(n)
	case Select:
		return g.Select(n.A, d.of(n.B), d.of(n.C), n.Pos)
	}
	sum := zero
	for i, a := range n.Args() {
		if inner := d.of(a); !g.IsConst(inner, 0) {
			sum = g.Add(sum, g.Mul(g.Partial(r, i), inner))
		}
	}
	return sum
}

// expm differentiates a matrix exponential: d e^A is the upper right block of
// exp([A dA; 0 A]) (Najfeld & Havel 1995, Adv Appl Math 16:321, theorem 4.6).
func (d *differentiator) expm(n Node) Ref {
	m := d.g.Matrices[n.Slot]
	change := make([]Ref, len(m.Entries))
	moves := false
	for i, e := range m.Entries {
		change[i] = d.of(e)
		moves = moves || !d.g.IsConst(change[i], 0)
	}
	if !moves {
		return d.g.Const(0)
	}
	row, col := int(n.Imm)/m.N, int(n.Imm)%m.N
	return d.g.Expm(d.g.frechet(m, change), row, m.N+col)
}

// frechet builds [A E; 0 A].
func (g *Graph) frechet(m Matrix, e []Ref) int {
	n := m.N
	zero := g.Const(0)
	entries := make([]Ref, 4*n*n)
	for i := range entries {
		entries[i] = zero
	}
	for i := range n {
		for j := range n {
			a := m.Entries[i*n+j]
			entries[i*2*n+j] = a
			entries[(n+i)*2*n+n+j] = a
			entries[i*2*n+n+j] = e[i*n+j]
		}
	}
	return g.Matrix(2*n, entries)
}

// Partial returns ∂r/∂(argument i of r): the local rule of every operation,
// shared by derivatives and adjoints.
func (g *Graph) Partial(r Ref, i int) Ref {
	n := *g.At(r)
	one := g.Const(1)
	a, b := n.A, n.B
	switch n.Op {
	case Neg:
		return g.Const(-1)
	case Abs:
		return g.Select(g.Binary(Less, a, g.Const(0), n.Pos), g.Const(-1), one, n.Pos)
	case Sqrt:
		return g.Div(g.Const(0.5), r)
	case Exp:
		return r
	case Expm1:
		return g.Add(r, one)
	case Log:
		return g.Div(one, a)
	case Log1p:
		return g.Div(one, g.Add(one, a))
	case Sin:
		return g.Unary(Cos, a, n.Pos)
	case Cos:
		return g.Neg(g.Unary(Sin, a, n.Pos))
	case Tanh:
		return g.Sub(one, g.Mul(r, r))
	case Erf:
		const twoOverRootPi = 1.1283791670955126
		return g.Mul(g.Const(twoOverRootPi), g.Unary(Exp, g.Neg(g.Mul(a, a)), n.Pos))
	case Linoid:
		return g.partialLinoid(r, a)
	case LinoidExp:
		if i == 0 { // all of it: B is no argument of its own
			return g.partialLinoid(r, a)
		}
	case Exprel:
		return g.partialExprel(r, a)
	case Add:
		return one
	case Sub:
		return g.Const([]float64{1, -1}[i])
	case Mul:
		return []Ref{b, a}[i]
	case Div:
		if i == 0 {
			return g.Div(one, b)
		}
		return g.Neg(g.Div(r, b))
	case Min, Max:
		return g.partialExtreme(n, i)
	case Pow:
		if i == 0 {
			return g.Mul(b, g.Binary(Pow, a, g.Sub(b, one), n.Pos))
		}
		return g.partialExponent(r, a)
	}
	return g.Const(0)
}

// partialExponent is aᵇ·log a, which is 0 at a = 0 for b > 0; a negative base has
// whole exponents only and so no derivative: 0.
func (g *Graph) partialExponent(r, a Ref) Ref {
	zero := g.Const(0)
	positive := g.Binary(Less, zero, a, Pos{})
	log := g.Unary(Log, g.Select(positive, a, g.Const(1), Pos{}), Pos{})
	return g.Select(positive, g.Mul(r, log), zero, Pos{})
}

// partialLinoid is L' = L·(1 − e^x·L)/x with L = x/(e^x−1); near 0, where that
// quotient loses its digits, its series −1/2 + x/6 − x³/180.
func (g *Graph) partialLinoid(r, x Ref) Ref {
	one := g.Const(1)
	cube := g.Mul(x, g.Mul(x, x))
	series := g.Sub(g.Add(g.Const(-0.5), g.Div(x, g.Const(6))), g.Div(cube, g.Const(180)))
	direct := g.Mul(r, g.Sub(one, g.Add(r, x))) // e^x·L = L + x
	return g.quotient(direct, x, series)
}

// partialExprel is E' = (e^x − E)/x with E = (e^x−1)/x; near 0 its series
// 1/2 + x/3 + x²/8 + x³/30.
func (g *Graph) partialExprel(r, x Ref) Ref {
	series := g.Add(g.Const(1.0/8), g.Div(x, g.Const(30)))
	series = g.Add(g.Const(1.0/3), g.Mul(x, series))
	series = g.Add(g.Const(0.5), g.Mul(x, series))
	return g.quotient(g.Sub(g.Unary(Exp, x, Pos{}), r), x, series)
}

// quotient is numerator/x, and series where |x| is so small that the numerator
// cancels. The branch not taken divides by 1, so that no NaN arises in it.
func (g *Graph) quotient(numerator, x, series Ref) Ref {
	small := g.Binary(Less, g.Unary(Abs, x, Pos{}), g.Const(1e-3), Pos{})
	safe := g.Select(small, g.Const(1), x, Pos{})
	return g.Select(small, series, g.Div(numerator, safe), Pos{})
}

func (g *Graph) partialExtreme(n Node, i int) Ref {
	less := g.Binary(Less, n.A, n.B, n.Pos)
	first := (n.Op == Min) == (i == 0)
	if first {
		return g.Select(less, g.Const(1), g.Const(0), n.Pos)
	}
	return g.Select(less, g.Const(0), g.Const(1), n.Pos)
}
