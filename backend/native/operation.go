package native

import "github.com/cajal-sim/cajal/ir"

// operation is the value of a node that differs between lanes.
func (l *lowering) operation(n *ir.Node) ref {
	switch n.Op {
	case ir.Load:
		return l.column(n)
	case ir.Uniform:
		return l.uniformNumber(uint32(n.Slot))
	case ir.Normal:
		return l.normal(uint32(n.Slot))
	case ir.Poisson:
		return l.poisson(uint32(n.Slot), uint64(l.b.pointer(countTable, int(n.A))))
	case ir.Spike:
		return l.above(n.A)
	case ir.Select:
		return l.choose(l.lower(n.A), l.lower(n.B), l.lower(n.C))
	case ir.Surrogate:
		return l.surrogate(l.lower(n.A), n.Imm)
	}
	switch n.Op.Args() {
	case 1:
		return l.unary(n.Op, l.lower(n.A))
	default:
		return l.binary(n)
	}
}

// surrogate is 1/(1+|x·steepness|)². With float32 the square of the sum could overflow where the
// result, which is defined in float64, does not vanish.
func (l *lowering) surrogate(x ref, steepness float64) ref {
	one := l.number(1)
	d := l.add(l.abs(l.mul(x, l.number(steepness))), one)
	if l.single {
		inverse := l.div(one, d)
		return l.mul(inverse, inverse)
	}
	return l.div(one, l.mul(d, d))
}

func (l *lowering) column(n *ir.Node) ref {
	c := &l.k.Columns[n.Slot]
	if c.Access == ir.ByIndex {
		index := l.lane(loadIndex, l.b.pointer(indexTable, c.Index))
		return l.imm1(gather, index, uint64(l.b.pointer(wholeColumn, int(n.Slot))))
	}
	return l.lane(load, l.b.pointer(ownColumn, int(n.Slot)))
}

// above is x > 0; a difference need not be taken for that.
func (l *lowering) above(x ir.Ref) ref {
	if d := &l.k.Nodes[x]; d.Op == ir.Sub {
		return l.comparison(greater, less, l.lower(d.A), l.lower(d.B))
	}
	return l.compare(greater, l.lower(x), l.number(0))
}

func (l *lowering) unary(op ir.Op, x ref) ref {
	switch op {
	case ir.Neg:
		return l.neg(x)
	case ir.Abs:
		return l.abs(x)
	case ir.Floor:
		return l.imm1(round, x, down)
	case ir.Sqrt:
		return l.op1(sqrt, x)
	case ir.Exp:
		return l.exp(x)
	case ir.Expm1:
		return l.expm1(x)
	case ir.Log:
		return l.log(x)
	case ir.Log1p:
		return l.log1p(x)
	case ir.Sin:
		return l.wave(x, 0)
	case ir.Cos:
		return l.wave(x, 1)
	case ir.Tanh:
		return l.tanh(x)
	case ir.Linoid:
		return l.linoid(x)
	case ir.Exprel:
		return l.exprel(x)
	case ir.Not:
		return l.notMask(x)
	}
	panic("BUG: native: no vector code for " + op.String())
}

func (l *lowering) binary(n *ir.Node) ref {
	switch n.Op {
	case ir.Add:
		if x, ok := l.fusedSum(n); ok {
			return x
		}
		return l.add(l.lower(n.A), l.lower(n.B))
	case ir.Sub:
		if x, ok := l.fusedDifference(n); ok {
			return x
		}
		return l.sub(l.lower(n.A), l.lower(n.B))
	}
	a, b := l.lower(n.A), l.lower(n.B)
	switch n.Op {
	case ir.Mul:
		return l.mul(a, b)
	case ir.Div:
		return l.div(a, b)
	case ir.Min:
		return l.extreme(minimum, a, b)
	case ir.Max:
		return l.extreme(maximum, a, b)
	case ir.LinoidExp:
		return l.linoidExp(a, b)
	case ir.Less:
		return l.comparison(less, greater, a, b)
	case ir.LessEqual:
		return l.comparison(lessOrEqual, greaterOrEqual, a, b)
	case ir.Equal:
		return l.comparison(equal, equal, a, b)
	case ir.And:
		return l.andMask(a, b)
	case ir.Or:
		return l.orMask(a, b)
	}
	panic("BUG: native: no vector code for " + n.Op.String())
}

func (l *lowering) fusedSum(n *ir.Node) (ref, bool) {
	for _, pair := range [][2]ir.Ref{{n.B, n.A}, {n.A, n.B}} {
		if p := &l.k.Nodes[pair[0]]; l.away[pair[0]] {
			return l.fma(l.lower(p.A), l.lower(p.B), l.lower(pair[1])), true
		}
	}
	return none, false
}

func (l *lowering) fusedDifference(n *ir.Node) (ref, bool) {
	if p := &l.k.Nodes[n.B]; l.away[n.B] {
		return l.fnma(l.lower(p.A), l.lower(p.B), l.lower(n.A)), true
	}
	if p := &l.k.Nodes[n.A]; l.away[n.A] {
		return l.op3(fms, l.lower(p.A), l.lower(p.B), l.lower(n.B)), true
	}
	return none, false
}

// comparison puts what is in memory second, where instructions can read it.
func (l *lowering) comparison(predicate, mirrored uint64, a, b ref) ref {
	if l.nodes[a].inMemory() && !l.nodes[b].inMemory() {
		return l.compare(mirrored, b, a)
	}
	return l.compare(predicate, a, b)
}

// extreme is NaN where either argument is. The instruction gives its second argument where
// either is NaN; a constant, which is not, goes first.
func (l *lowering) extreme(c code, a, b ref) ref {
	if x, ok := l.constantOf(b); ok && x == x {
		a, b = b, a
	}
	if x, ok := l.constantOf(a); ok && x == x {
		return l.op2(c, a, b)
	}
	return l.choose(l.compare(unordered, a, a), a, l.op2(c, a, b))
}
