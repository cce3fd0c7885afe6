package ir

import (
	"errors"
	"math"
)

// This file solves linear systems whose coefficients are expressions: Gaussian
// elimination becomes straight-line code. Which element is the pivot must be
// decided before the numbers are known, so the coefficients are computed at one
// sample of all symbols: pivots are not small there, and among those that are
// not, one that makes the least new elements is taken (Markowitz 1957, Manage Sci
// 3:255, with a threshold).

// ErrSingular is returned where a system has no unique solution by its structure.
var ErrSingular = errors.New("the equations have no unique solution")

// threshold is how small a pivot may be beside the largest element of its column.
const threshold = 0.1

// Eliminate returns x with Σ a[i][j]·x[j] = b[i]; a has shape (n, n). The sample
// gives a typical value of every symbol.
func (g *Graph) Eliminate(a [][]Ref, b []Ref, sample func(symbol int) float64) ([]Ref, error) {
	e := elimination{g: g, sample: newSample(g, sample), n: len(b)}
	for i := range a {
		e.a = append(e.a, append(append([]Ref{}, a[i]...), b[i]))
	}
	e.usedRow, e.usedColumn = make([]bool, e.n), make([]bool, e.n)
	for range e.n {
		row, column := e.pivot()
		if row < 0 {
			return nil, ErrSingular
		}
		e.rows, e.columns = append(e.rows, row), append(e.columns, column)
		e.usedRow[row], e.usedColumn[column] = true, true
		e.reduce(row, column)
	}
	return e.back(), nil
}

// elimination is a system on its way to triangular form; a has shape (n, n+1),
// the last column being the right-hand side.
type elimination struct {
	g             *Graph
	sample        *sample
	n             int
	a             [][]Ref
	rows, columns []int // the pivots, in order
	usedRow       []bool
	usedColumn    []bool
}

func (e *elimination) zero(i, j int) bool { return e.g.IsConst(e.a[i][j], 0) }

// pivot picks the next pivot, or −1.
func (e *elimination) pivot() (row, column int) {
	row, column = -1, -1
	best := math.Inf(1)
	for j := range e.n {
		if e.usedColumn[j] {
			continue
		}
		largest, count := e.columnSize(j)
		for i := range e.n {
			if e.usedRow[i] || e.zero(i, j) || !(e.size(i, j) >= threshold*largest) {
				continue
			}
			cost := float64((count - 1) * (e.rowCount(i) - 1))
			if i != j {
				cost += 0.5 // a diagonal that will do is kept
			}
			if cost < best {
				best, row, column = cost, i, j
			}
		}
	}
	return row, column
}

// size is the magnitude of an element at the sample; what cannot be told is tiny.
func (e *elimination) size(i, j int) float64 {
	x := math.Abs(e.sample.of(e.a[i][j]))
	if !(x > 0 && x < math.Inf(1)) {
		return math.SmallestNonzeroFloat64
	}
	return x
}

func (e *elimination) columnSize(j int) (largest float64, count int) {
	for i := range e.n {
		if !e.usedRow[i] && !e.zero(i, j) {
			largest = max(largest, e.size(i, j))
			count++
		}
	}
	return largest, count
}

func (e *elimination) rowCount(i int) int {
	count := 0
	for j := range e.n {
		if !e.usedColumn[j] && !e.zero(i, j) {
			count++
		}
	}
	return count
}

// reduce clears the pivot's column in the rows that are still to come.
func (e *elimination) reduce(row, column int) {
	g := e.g
	for i := range e.n {
		if e.usedRow[i] || e.zero(i, column) {
			continue
		}
		factor := g.Div(e.a[i][column], e.a[row][column])
		for j := range e.n + 1 {
			if j < e.n && e.usedColumn[j] || e.zero(row, j) {
				continue
			}
			e.a[i][j] = g.Sub(e.a[i][j], g.Mul(factor, e.a[row][j]))
		}
	}
}

// back substitutes from the last pivot to the first.
func (e *elimination) back() []Ref {
	g := e.g
	x := make([]Ref, e.n)
	for k := e.n - 1; k >= 0; k-- {
		row, column := e.rows[k], e.columns[k]
		sum := e.a[row][e.n]
		for _, j := range e.columns[k+1:] {
			sum = g.Sub(sum, g.Mul(e.a[row][j], x[j]))
		}
		x[column] = g.Div(sum, e.a[row][column])
	}
	return x
}

// sample evaluates nodes of a growing graph at one value of every symbol.
// Masks are 1 or 0; matrix exponentials and random numbers count as ½.
type sample struct {
	g      *Graph
	symbol func(int) float64
	values []float64
}

func newSample(g *Graph, symbol func(int) float64) *sample { return &sample{g: g, symbol: symbol} }

func (s *sample) of(r Ref) float64 {
	for i := len(s.values); i < len(s.g.Nodes); i++ {
		s.values = append(s.values, s.node(s.g.At(Ref(i))))
	}
	return s.values[r]
}

func (s *sample) node(n *Node) float64 {
	switch {
	case n.Op == Const:
		return n.Imm
	case n.Op == Load:
		return s.symbol(int(n.Slot))
	case n.Op.Random() || n.Op == Expm || n.Op == Surrogate:
		return 0.5
	}
	a := s.values[n.A]
	switch n.Op {
	case Not:
		return 1 - a
	case Spike:
		return truth(a > 0)
	case And:
		return min(a, s.values[n.B])
	case Or:
		return max(a, s.values[n.B])
	case Less, LessEqual, Equal:
		return truth(EvalMask2(n.Op, a, s.values[n.B]))
	case Select:
		if a != 0 {
			return s.values[n.B]
		}
		return s.values[n.C]
	}
	if n.Op.Args() == 1 {
		return Eval1(n.Op, a)
	}
	return Eval2(n.Op, a, s.values[n.B])
}

func truth(b bool) float64 {
	if b {
		return 1
	}
	return 0
}
