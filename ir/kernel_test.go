package ir_test

import (
	"math"
	"testing"

	"github.com/cajal-sim/cajal/ir"
)

// lane evaluates a kernel on a single lane, in which every column has one
// element: the plainest reading of what a kernel means, apart from any back-end.
//
// Masks are numbers here, so that a kernel can be differentiated by differences:
// freeze records all comparisons and counts, which then stay, and turns each
// spike into its mask plus the integral of its surrogate, S(a) − S(a₀) with
// S(a) = a/(1+|steepness·a|).
type lane struct {
	k         *ir.Kernel
	normal    func(stream int) float64 // nil: some fixed number for each stream
	steepness float64
	fixed     map[int]float64 // frozen node → value, or distance of a spike

	exponentials map[int32][]float64 // matrix → its exponential, in this call
}

// result is what a call leaves behind.
type result struct {
	columns       []float64
	spike, offset float64
}

// run calls the kernel on copies of the columns.
func (l *lane) run(columns []float64) result {
	v := l.values(columns)
	out := result{columns: append([]float64(nil), columns...)}
	for _, s := range l.k.Stores {
		value := v[s.Value]
		if s.Add {
			value += out.columns[s.Column]
		}
		if s.Mask != ir.None {
			value = choose(v[s.Mask], value, out.columns[s.Column])
		}
		out.columns[s.Column] = value
	}
	if l.k.Spike != ir.None {
		out.spike = v[l.k.Spike]
	}
	if l.k.Offset != ir.None {
		out.offset = v[l.k.Offset]
	}
	return out
}

func (l *lane) values(columns []float64) []float64 {
	v := make([]float64, len(l.k.Nodes))
	l.exponentials = map[int32][]float64{}
	for i := range l.k.Nodes {
		v[i] = l.node(i, v, columns)
	}
	return v
}

// freeze fixes the branches taken with these columns; spikes keep their distance.
func (l *lane) freeze(columns []float64, steepness float64) {
	v := l.values(columns)
	l.fixed, l.steepness = map[int]float64{}, steepness
	for i, n := range l.k.Nodes {
		switch n.Op {
		case ir.Less, ir.LessEqual, ir.Equal, ir.Floor, ir.Poisson:
			l.fixed[i] = v[i]
		case ir.Spike:
			l.fixed[i] = v[n.A]
		}
	}
}

func (l *lane) node(i int, v, columns []float64) float64 {
	n := &l.k.Nodes[i]
	if x, ok := l.fixed[i]; ok {
		if n.Op == ir.Spike {
			return truth(x > 0) + l.smooth(v[n.A]) - l.smooth(x)
		}
		return x
	}
	switch n.Op {
	case ir.Const:
		return n.Imm
	case ir.Load:
		return columns[n.Slot]
	case ir.Less, ir.LessEqual, ir.Equal:
		return truth(ir.EvalMask2(n.Op, v[n.A], v[n.B]))
	case ir.Spike:
		return truth(v[n.A] > 0)
	case ir.And:
		return v[n.A] * v[n.B]
	case ir.Or:
		return v[n.A] + v[n.B] - v[n.A]*v[n.B]
	case ir.Not:
		return 1 - v[n.A]
	case ir.Select:
		return choose(v[n.A], v[n.B], v[n.C])
	case ir.Normal, ir.Uniform, ir.Poisson:
		return l.draw(n, v)
	case ir.Expm:
		return l.expm(n, v)
	case ir.Surrogate:
		return ir.EvalSurrogate(v[n.A], n.Imm)
	}
	if n.Op.Args() == 1 {
		return ir.Eval1(n.Op, v[n.A])
	}
	return ir.Eval2(n.Op, v[n.A], v[n.B])
}

func (l *lane) smooth(a float64) float64 { return a / (1 + math.Abs(l.steepness*a)) }

func truth(b bool) float64 {
	if b {
		return 1
	}
	return 0
}

// choose is Select for a mask that may lie between 0 and 1.
func choose(mask, b, c float64) float64 {
	switch mask {
	case 0:
		return c
	case 1:
		return b
	}
	return c + mask*(b-c)
}

func (l *lane) draw(n *ir.Node, v []float64) float64 {
	switch {
	case n.Op == ir.Poisson:
		return math.Round(v[n.A])
	case n.Op == ir.Uniform:
		return math.Mod(0.37+0.618*float64(n.Slot), 1)
	case l.normal != nil:
		return l.normal(int(n.Slot))
	}
	return 1.3 * math.Sin(float64(n.Slot)+1)
}

func (l *lane) expm(n *ir.Node, v []float64) float64 {
	e, ok := l.exponentials[n.Slot]
	if !ok {
		m := l.k.Matrices[n.Slot]
		e = make([]float64, len(m.Entries))
		a := make([]float64, len(m.Entries))
		for i, r := range m.Entries {
			a[i] = v[r]
		}
		ir.EvalExpm(e, a, m.N)
		l.exponentials[n.Slot] = e
	}
	return e[int(n.Imm)]
}

// slope is f'(x) by central differences, extrapolated to step 0 (Ridders 1982,
// Adv Eng Softw 4:75) from a first step h; the estimate that agrees best with its
// neighbours is returned.
func slope(f func(float64) float64, x, h float64) float64 {
	const shrink, levels = 1.4, 10
	var table [levels][levels]float64
	best, err := math.NaN(), math.Inf(1)
	for i := range levels {
		table[i][0] = (f(x+h) - f(x-h)) / (2 * h)
		factor := shrink * shrink
		for j := 1; j <= i; j++ {
			table[i][j] = (table[i][j-1]*factor - table[i-1][j-1]) / (factor - 1)
			factor *= shrink * shrink
			e := max(math.Abs(table[i][j]-table[i][j-1]), math.Abs(table[i][j]-table[i-1][j-1]))
			if e < err {
				best, err = table[i][j], e
			}
		}
		h /= shrink
	}
	return best
}

func TestSlope(t *testing.T) {
	if got, want := slope(math.Exp, 1, 0.1), math.E; math.Abs(got-want) > 1e-11 {
		t.Errorf("slope(exp, 1) = %.16g, want %.16g", got, want)
	}
}
