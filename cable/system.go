package cable

import "fmt"

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
	// Outside is the extracellular potential in mV at the time solved for; nil
	// where there is none.
	Outside []float64

	fixed  []float64 // the part of E that no step changes
	inside []float64 // V + Outside
	gain   float64   // change of V in a step, as a multiple of that solved for
}

// New makes the system of cells at 0 mV, without leak. Cells may share a tree.
func New(cells []*Tree) *System {
	l := Arrange(cells)
	s := &System{Layout: l}
	for _, column := range []*[]float64{&s.C, &s.G, &s.Leak, &s.Drive, &s.V, &s.E, &s.B, &s.fixed, &s.inside} {
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
	return s
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
		s.fixed[i] = s.gain*c/dt + s.Leak[i]
	}
}

// Begin starts a step in the groups lo to hi−1: it sets E and B to what
// capacitance, Leak and Drive contribute.
func (s *System) Begin(lo, hi int) {
	from, to := s.span(lo, hi)
	fixed, leak, drive, v := s.fixed[from:to], s.Leak[from:to], s.Drive[from:to], s.V[from:to]
	e, b := s.E[from:to], s.B[from:to]
	for i := range e {
		e[i] = fixed[i]
		b[i] = drive[i] - float64(leak[i]*v[i])
	}
}

// Solve ends a step in the groups lo to hi−1: it takes V to the end of the step.
func (s *System) Solve(lo, hi int) {
	u := s.potential(lo, hi)
	for i := range s.Groups[lo:hi] {
		g := &s.Groups[lo+i]
		from, to := g.From, g.From+g.Len()
		solve := SolveOne
		if g.Lanes == Lanes {
			solve = SolveLanes
		}
		solve(g.Roots, g.Parent, s.G[from:to], u[from:to], s.V[from:to], s.E[from:to], s.B[from:to], s.gain)
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
