package cable

import (
	"fmt"
	"slices"
)

// Method is how time is discretised.
type Method int

const (
	// Euler is fully implicit: first order, damps everything.
	Euler Method = iota
	// CrankNicolson takes an implicit half step and doubles it: second order
	// in time if gating states stand half a step apart from potentials
	// (NEURON's secondorder = 2; Hines 1984, Int. J. Bio-Med. Comput. 15:69).
	// Currents and conductances are those at the middle of the step. A joint
	// into which a current jumps overshoots in that step, as in NEURON; what
	// its neighbours see is its potential at the middle, which is right.
	CrankNicolson
)

// System is the cable equation of many cells. All its columns are laid out by
// its Layout; whoever adds currents writes to them in place.
type System struct {
	*Layout
	// C is the capacitance in nF, G the axial conductance to the parent in µS.
	C, G []float64
	// Leak is the part of the membrane's conductance that never changes, µS;
	// Drive the current that it carries at 0 mV, nA inwards: conductance times
	// reversal potential. It also holds for a constant current.
	Leak, Drive []float64
	// V is the potential of the membrane in mV, inside less outside.
	V []float64
	// E and B are each step's sum of conductances, µS, and of currents, nA
	// inwards: for a membrane current i, E += ∂i/∂v and B −= i, both at V.
	// After Solve, B is the change of V, in mV, up to the time solved for.
	E, B []float64
	// Start is what E begins a step with where it changes from step to step: the
	// conductance of the capacitance, of Leak, and of subtrees where it does not change.
	Start []float64
	// Outside is the extracellular potential in mV at the time solved for; nil
	// where there is none.
	Outside []float64

	inside []float64 // V + Outside
	gain   float64   // change of V in a step, as a multiple of that solved for

	orders []*order  // of the groups
	r      []float64 // 1/(E+G) of constant compartments
}

// New makes the system of cells at 0 mV, without leak. Cells may share a tree.
func New(cells []*Tree) *System {
	l := Arrange(cells)
	s := &System{Layout: l}
	for _, column := range []*[]float64{&s.C, &s.G, &s.Leak, &s.Drive, &s.V, &s.E, &s.B, &s.inside, &s.Start, &s.r} {
		*column = make([]float64, l.Len)
	}
	for i := range s.C {
		s.C[i] = 1 // in empty lanes: nothing happens there, and nothing divides by 0
	}
	for c, t := range cells {
		for k := range t.Parent {
			i := l.Index(c, k)
			s.C[i], s.G[i] = t.C[k], t.G[k]
		}
	}
	s.Vary(countTo(l.Len))
	return s
}

func countTo(n int) []int32 {
	out := make([]int32, n)
	for i := range out {
		out[i] = int32(i)
	}
	return out
}

// Vary says where E changes from step to step: nobody writes to it elsewhere, and
// less work is to be done. At first that is everywhere. SetStep must follow.
func (s *System) Vary(at []int32) {
	changes := make([]bool, s.Len)
	for _, i := range at {
		changes[i] = true
	}
	s.orders = make([]*order, len(s.Groups))
	known := orders{}
	for i := range s.Groups {
		g := &s.Groups[i]
		row := make([]bool, len(g.Parent))
		for at, c := range changes[g.From : g.From+g.Len()] {
			row[at/g.Lanes] = row[at/g.Lanes] || c
		}
		s.orders[i] = known.of(g, row)
	}
}

// SetStep sets the method and the step, dt in ms. It must be called before the
// first step and after every change of C or Leak.
func (s *System) SetStep(dt float64, method Method) {
	if !(dt > 0) {
		panic(fmt.Sprintf("BUG: cable: step of %g ms", dt))
	}
	s.gain = 1
	if method == CrankNicolson {
		s.gain = 2
	}
	for i, c := range s.C {
		s.Start[i] = s.gain*c/dt + s.Leak[i]
	}
	for i, o := range s.orders {
		q := s.equations(&s.Groups[i], s.V)
		q.e = s.Start[s.Groups[i].From:][:s.Groups[i].Len()]
		q.prepare(o.constant)
		for _, l := range o.constant {
			at := s.Groups[i].From + int(l.k)*q.lanes
			copy(s.E[at:at+q.lanes], s.Start[at:at+q.lanes])
		}
	}
}

// equations are those of a group, u drives its axial currents.
func (s *System) equations(g *Group, u []float64) *equations {
	from, to := g.From, g.From+g.Len()
	return &equations{g.Lanes, s.G[from:to], u[from:to], s.V[from:to], s.E[from:to], s.B[from:to], s.r[from:to], s.gain}
}

// Begin starts a step in the groups lo to hi−1: it sets E and B to what
// capacitance, Leak and Drive contribute.
func (s *System) Begin(lo, hi int) {
	for i, o := range s.orders[lo:hi] {
		g := &s.Groups[lo+i]
		if len(o.constant) == 0 {
			s.BeginElements(g.From, g.From+g.Len())
			continue
		}
		s.own(g.From, g.From+g.Len())
		for _, r := range o.held {
			copy(s.E[g.From+r.lo*g.Lanes:g.From+r.hi*g.Lanes], s.Start[g.From+r.lo*g.Lanes:])
		}
	}
}

// BeginElements is Begin for some elements of groups that [System.Varies] throughout: who
// writes to B and E, which begins with Start, before anybody else need not begin there.
func (s *System) BeginElements(from, to int) {
	s.own(from, to)
	copy(s.E[from:to], s.Start[from:to])
}

// own sets B to the currents of the leak.
func (s *System) own(from, to int) {
	own(s.Drive[from:to], s.Leak[from:to], s.V[from:to], s.B[from:to])
}

// Varies reports whether E changes from step to step everywhere in the groups lo to hi−1, or
// in subtrees of what does not.
func (s *System) Varies(lo, hi int) bool {
	return !slices.ContainsFunc(s.orders[lo:hi], func(o *order) bool { return len(o.constant) > 0 })
}

// Solve ends a step in the groups lo to hi−1: it takes V to the end of the step.
func (s *System) Solve(lo, hi int) {
	u := s.potential(lo, hi)
	for i := range s.Groups[lo:hi] {
		s.equations(&s.Groups[lo+i], u).solve(s.orders[lo+i])
	}
}

// potential returns the column of what drives axial currents, filled for the
// groups lo to hi−1.
func (s *System) potential(lo, hi int) []float64 {
	if s.Outside == nil {
		return s.V
	}
	from, to := s.span(lo, hi)
	for i := from; i < to; i++ {
		s.inside[i] = s.V[i] + s.Outside[i]
	}
	return s.inside
}

// span returns the piece of a column that the groups lo to hi−1 hold.
func (s *System) span(lo, hi int) (from, to int) {
	if lo == hi {
		return 0, 0
	}
	return s.Groups[lo].From, s.Groups[hi-1].From + s.Groups[hi-1].Len()
}
