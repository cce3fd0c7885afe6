package ir

import "math"

// The builders below append an operation, folding constants and dropping
// neutral elements on the way, so that a graph is simple from the start.
// Folding is exact or done by the very function that the interpreter uses;
// nothing is reassociated, so rounding stays as the text says.

// Unary returns op(a).
func (g *Graph) Unary(op Op, a Ref, pos Pos) Ref {
	if x, ok := g.constant(a); ok && op != Spike && op != Not {
		return g.Const(Eval1(op, x))
	}
	n := g.At(a)
	switch {
	case op == Neg && n.Op == Neg:
		return n.A
	case op == Neg && n.Op == Sub:
		return g.Binary(Sub, n.B, n.A, pos)
	case op == Not && n.Op == Not:
		return n.A
	case op == Abs && (n.Op == Abs || n.Op == Exp || n.Op == Sqrt):
		return a
	}
	return g.add(Node{Op: op, A: a, B: None, C: None, Pos: pos})
}

// Binary returns op(a, b).
func (g *Graph) Binary(op Op, a, b Ref, pos Pos) Ref {
	x, okx := g.constant(a)
	y, oky := g.constant(b)
	if okx && oky && !op.Mask() {
		return g.Const(Eval2(op, x, y))
	}
	if r, ok := g.neutral(op, a, b); ok {
		return r
	}
	if (op == Add || op == Mul || op == Min || op == Max || op == And || op == Or) && a > b {
		a, b = b, a // commutative: one order, so that equal sums are one node
	}
	return g.add(Node{Op: op, A: a, B: b, C: None, Pos: pos})
}

// neutral resolves operations with 0, 1 and equal arguments.
func (g *Graph) neutral(op Op, a, b Ref) (Ref, bool) {
	switch op {
	case Add:
		return g.neutralAdd(a, b)
	case Sub:
		switch {
		case g.IsConst(b, 0):
			return a, true
		case g.IsConst(a, 0):
			return g.Unary(Neg, b, Pos{}), true
		case a == b:
			return g.Const(0), true
		case g.At(b).Op == Neg:
			return g.Binary(Add, a, g.At(b).A, Pos{}), true
		}
	case Mul:
		return g.neutralMul(a, b)
	case Div:
		switch {
		case g.IsConst(b, 1):
			return a, true
		case g.IsConst(a, 0):
			return a, true
		case a == b:
			return g.Const(1), true
		}
	case Pow:
		return g.power(a, b)
	case Min, Max, And, Or:
		if a == b {
			return a, true
		}
	}
	return None, false
}

func (g *Graph) neutralAdd(a, b Ref) (Ref, bool) {
	switch {
	case g.IsConst(a, 0):
		return b, true
	case g.IsConst(b, 0):
		return a, true
	case g.At(b).Op == Neg:
		return g.Binary(Sub, a, g.At(b).A, Pos{}), true
	case g.At(a).Op == Neg:
		return g.Binary(Sub, b, g.At(a).A, Pos{}), true
	}
	return None, false
}

func (g *Graph) neutralMul(a, b Ref) (Ref, bool) {
	switch {
	case g.IsConst(a, 0) || g.IsConst(b, 1):
		return a, true
	case g.IsConst(b, 0) || g.IsConst(a, 1):
		return b, true
	case g.IsConst(a, -1):
		return g.Unary(Neg, b, Pos{}), true
	case g.IsConst(b, -1):
		return g.Unary(Neg, a, Pos{}), true
	}
	return None, false
}

// power writes small whole exponents as products and ½ as a square root.
func (g *Graph) power(a, b Ref) (Ref, bool) {
	y, ok := g.constant(b)
	switch {
	case !ok:
		return None, false
	case y == 0:
		return g.Const(1), true
	case y == 0.5:
		return g.Unary(Sqrt, a, Pos{}), true
	case y == math.Trunc(y) && y >= 1 && y <= 8:
		return g.whole(a, int(y)), true
	case y == math.Trunc(y) && y <= -1 && y >= -8:
		return g.Binary(Div, g.Const(1), g.whole(a, int(-y)), Pos{}), true
	}
	return None, false
}

// whole is aⁿ by repeated squaring.
func (g *Graph) whole(a Ref, n int) Ref {
	if n == 1 {
		return a
	}
	half := g.whole(a, n/2)
	square := g.Binary(Mul, half, half, Pos{})
	if n%2 == 0 {
		return square
	}
	return g.Binary(Mul, square, a, Pos{})
}

// Select returns b where mask holds, else c.
func (g *Graph) Select(mask, b, c Ref, pos Pos) Ref {
	if b == c {
		return b
	}
	if g.At(mask).Op == Not {
		mask, b, c = g.At(mask).A, c, b
	}
	return g.add(Node{Op: Select, A: mask, B: b, C: c, Pos: pos})
}

// Add, Sub, Mul, Div and Neg build arithmetic that passes make themselves.

// Add returns a + b.
func (g *Graph) Add(a, b Ref) Ref { return g.Binary(Add, a, b, Pos{}) }

// Sub returns a − b.
func (g *Graph) Sub(a, b Ref) Ref { return g.Binary(Sub, a, b, Pos{}) }

// Mul returns a·b.
func (g *Graph) Mul(a, b Ref) Ref { return g.Binary(Mul, a, b, Pos{}) }

// Div returns a/b.
func (g *Graph) Div(a, b Ref) Ref { return g.Binary(Div, a, b, Pos{}) }

// Neg returns −a.
func (g *Graph) Neg(a Ref) Ref { return g.Unary(Neg, a, Pos{}) }

// Substitute returns root with every Load of a symbol in by replaced.
func (g *Graph) Substitute(root Ref, by map[int]Ref) Ref {
	if len(by) == 0 {
		return root
	}
	return g.rewrite(root, map[Ref]Ref{}, func(r Ref) (Ref, bool) {
		if g.At(r).Op != Load {
			return None, false
		}
		out, ok := by[int(g.At(r).Slot)]
		return out, ok
	})
}

// Replace returns root with node old replaced by new.
func (g *Graph) Replace(root, old, new Ref) Ref {
	return g.rewrite(root, map[Ref]Ref{old: new}, func(Ref) (Ref, bool) { return None, false })
}

// rewrite rebuilds root from its leaves up; replace may replace a node outright.
func (g *Graph) rewrite(r Ref, done map[Ref]Ref, replace func(Ref) (Ref, bool)) Ref {
	if r == None {
		return None
	}
	if out, ok := done[r]; ok {
		return out
	}
	out, ok := replace(r)
	if !ok {
		out = g.rebuild(r, func(a Ref) Ref { return g.rewrite(a, done, replace) })
	}
	done[r] = out
	return out
}

// rebuild makes node r anew with its arguments mapped.
func (g *Graph) rebuild(r Ref, arg func(Ref) Ref) Ref {
	return g.take(*g.At(r), g.Matrices, arg)
}

// take adds a node, of this graph or of a kernel, with its arguments mapped;
// matrices are those that its Slot counts in.
func (g *Graph) take(n Node, matrices []Matrix, arg func(Ref) Ref) Ref {
	switch {
	case n.Op == Expm:
		m := matrices[n.Slot]
		entries := make([]Ref, len(m.Entries))
		for i, e := range m.Entries {
			entries[i] = arg(e)
		}
		index := int(n.Imm)
		return g.Expm(g.Matrix(m.N, entries), index/m.N, index%m.N)
	case n.Op == Poisson:
		return g.Random(Poisson, int(n.Slot), arg(n.A), n.Pos)
	case n.Op == Surrogate:
		return g.Surrogate(arg(n.A), n.Imm)
	}
	switch n.Op.Args() {
	case 1:
		return g.Unary(n.Op, arg(n.A), n.Pos)
	case 2:
		return g.Binary(n.Op, arg(n.A), arg(n.B), n.Pos)
	case 3:
		return g.Select(arg(n.A), arg(n.B), arg(n.C), n.Pos)
	}
	return g.add(n)
}
