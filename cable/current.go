package cable

// Clamp adds a voltage clamp in series with a resistance to a step: an electrode
// at an element of the columns that drives it towards target, mV at the time
// solved for, through r MΩ.
func (s *System) Clamp(at int, target, r float64) {
	s.E[at] += 1 / r
	s.B[at] += (target - s.V[at]) / r
}

// ClampCurrent is the current that a [System.Clamp] has passed, nA inwards, after
// Solve.
func (s *System) ClampCurrent(at int, target, r float64) float64 {
	return (target - s.solved(at)) / r
}

// solved is the potential at the time solved for, the middle of a Crank-Nicolson
// step.
func (s *System) solved(at int) float64 {
	return s.V[at] - float64((s.gain-1)*s.B[at])
}

// hold is the conductance of an ideal clamp in µS. Any conductance that a cell
// has vanishes beside this power of 2, also in rounding, so that the equation
// of a held compartment becomes its potential to the last bit.
const hold = 1 << 100

// Held is an ideal voltage clamp during one step.
type Held struct {
	s    *System
	at   int
	e, b float64 // the compartment's equation without it
}

// Hold adds an ideal voltage clamp to a step: at its end, V at an element of the
// columns is target, mV. It comes after everything that is added there.
func (s *System) Hold(at int, target float64) Held {
	h := Held{s, at, s.E[at], s.B[at]}
	s.E[at] = hold
	s.B[at] = hold * ((target - s.V[at]) / s.gain)
	return h
}

// Current is the current that the clamp has passed, nA inwards, after Solve. It
// looks at every compartment of the cell.
func (h Held) Current() float64 {
	s := h.s
	return float64(h.e*s.B[h.at]) - h.b - s.axial(h.at)
}

// axial is the axial current into one compartment at the time solved for, nA.
func (s *System) axial(at int) float64 {
	g := s.group(at)
	row, lane := int32((at-g.From)/g.Lanes), (at-g.From)%g.Lanes
	u := func(row int32) float64 {
		i := g.From + int(row)*g.Lanes + lane
		if s.Outside == nil {
			return s.solved(i)
		}
		return s.solved(i) + s.Outside[i]
	}
	sum := 0.0
	for k, p := range g.Parent {
		switch own := g.Row[k]; {
		case p < 0:
		case own == row:
			sum += float64(s.G[at] * (u(g.Row[p]) - u(row)))
		case g.Row[p] == row:
			sum += float64(s.G[g.From+int(own)*g.Lanes+lane] * (u(own) - u(row)))
		}
	}
	return sum
}

// MembraneCurrents fills dst in the groups lo to hi−1 with each compartment's
// current through the membrane, capacitive, ionic and synaptic, nA outwards,
// less what electrodes inject there. It is what arrives along the axis, at the
// end of an Euler step, at the middle of a Crank-Nicolson one, after Solve, and
// so sums up to 0 over a cell but for rounding: who wants the membrane's current
// under an electrode adds the electrode's.
func (s *System) MembraneCurrents(dst []float64, lo, hi int) {
	from, to := s.span(lo, hi)
	u := s.inside
	for i := from; i < to; i++ {
		u[i] = s.solved(i)
		if s.Outside != nil {
			u[i] += s.Outside[i]
		}
	}
	clear(dst[from:to])
	for i := range s.Groups[lo:hi] {
		g := &s.Groups[lo+i]
		for k := g.Roots; k < len(g.Parent); k++ {
			at, up := g.From+int(g.Row[k])*g.Lanes, g.From+int(g.Row[g.Parent[k]])*g.Lanes
			for range g.Lanes {
				a := float64(s.G[at] * (u[up] - u[at]))
				dst[at] += a
				dst[up] -= a
				at++
				up++
			}
		}
	}
}

// Gap is an electrical synapse between two elements of the columns.
type Gap struct {
	A, B int32
	G    float64 // µS
}

// Couple adds the currents of gap junctions to a step, each side's as it sees
// the other's potential at the step's beginning and its own at the time solved
// for. This is stable for any conductance, and what NEURON does; the two
// currents differ by a term of first order in the step.
func (s *System) Couple(gaps []Gap) {
	s.CoupleExplicitly(gaps)
	for _, gap := range gaps {
		s.E[gap.A] += gap.G
		s.E[gap.B] += gap.G
	}
}

// CoupleExplicitly adds the currents of gap junctions at the potentials at the
// step's beginning: what leaves one side enters the other to the last bit. It is
// stable while the conductance is small beside capacitance over step.
func (s *System) CoupleExplicitly(gaps []Gap) {
	for _, gap := range gaps {
		i := gap.G * (s.V[gap.B] - s.V[gap.A])
		s.B[gap.A] += i
		s.B[gap.B] -= i
	}
}
