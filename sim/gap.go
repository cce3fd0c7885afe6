package sim

import (
	"fmt"

	"github.com/cajal-sim/cajal/ir"
	"github.com/cajal-sim/cajal/network"
)

// This file couples cells with shape continuously. Before any cell is solved, in the
// phase of couplings, the synapse's kernel reads both potentials of each
// connection as they are at the step's beginning; its current is added to the
// target's equations together with its derivative by the target's potential, so that the
// target's side is implicit, as in NEURON. The source's side is explicit: with
// staggered numerics extrapolated to the middle of the step, which makes the
// whole second order, and is stable for conductances below capacitance over step.

// gap is the ends of a coupling that are in cells with shape.
type gap struct {
	far, near *sensor // potentials of sources and targets; nil where they are points
	// of targets with shape, one for each connection: what flows in, nA, and less its
	// derivative by their potential, µS
	current, conductance []float64
	slopes               []*laneCall // by block: they fill conductance
}

// sensor is potentials, one for each connection.
type sensor struct {
	column []float64
	at     []int32
	values []float64
	before []float64 // those of the step before, to extrapolate from; nil: not
}

// newGap finds the ends, if one has shape.
func (y *synapses) newGap() *gap {
	g := &gap{}
	if y.p.Synapse.Couple == ir.None {
		return nil
	}
	if h := y.p.source.shaped; h != nil {
		g.far = y.p.sense(h, y.p.SourceSites, y.p.table.SourceLanes())
	}
	if h := y.p.target.shaped; h != nil {
		g.near = y.p.sense(h, y.p.Sites, y.p.table.TargetLanes())
		n := y.p.table.Len()
		g.current, g.conductance = make([]float64, n), make([]float64, n)
		if g.far != nil && h.numerics == Staggered {
			g.far.before = make([]float64, n)
		}
	}
	if g.far == nil && g.near == nil {
		return nil
	}
	return g
}

// sense finds where the connections' ends are in cells with shape.
func (p *projection) sense(h *shaped, sites, cells []int32) *sensor {
	n := &sensor{column: h.system.V, values: make([]float64, len(cells))}
	for i := range p.table.Blocks {
		b := &p.table.Blocks[i]
		for k := range b.Target {
			cell, entry := int(cells[b.First+k]), 0
			if b.Listed != nil {
				entry = int(b.Listed[k])
			}
			n.at = append(n.at, h.element(cell, network.Site(sites, entry, h.shape.Of(cell))))
		}
	}
	return n
}

// see reads the potentials of connections lo to hi−1.
func (n *sensor) see(step int64, lo, hi int) {
	if n == nil {
		return
	}
	for i := lo; i < hi; i++ {
		v := n.column[n.at[i]]
		n.values[i] = v
		if n.before == nil {
			continue
		}
		if step > 0 {
			n.values[i] += (v - n.before[i]) / 2
		}
		n.before[i] = v
	}
}

// potential is the column that a coupling's kernel reads of an end with shape; nil
// where the end is a point.
func (g *gap) potential(place ir.Place) []float64 {
	end := g.far
	if place == ir.PostCell {
		end = g.near
	}
	if end == nil {
		return nil
	}
	return end.values
}

// index makes connections find what they read and add to under their own numbers.
func (g *gap) index(index [][]int32, n int) {
	own := countTo(n)
	if g.far != nil {
		index[ir.PreCell] = own
	}
	if g.near != nil {
		index[ir.Post], index[ir.PostCell] = own, own
	}
}

// prepareGap makes the calls that find ∂i/∂v.
func (y *synapses) prepareGap(s *Simulation) error {
	if y.gap == nil || y.gap.near == nil {
		return nil
	}
	m := *y.p.Synapse
	m.Graph = m.Graph.Clone()
	m.Couple = m.Graph.Const(0)
	for x := range m.Symbols {
		if m.Symbols[x].Place == ir.PostCell {
			m.Couple = m.Graph.Sub(m.Couple, m.Graph.Derivative(y.p.Synapse.Couple, x))
		}
	}
	opt := lowerOptions(y.p.Values)
	opt.Varied["weight"] = y.p.Weight.Varied()
	plan, err := ir.Lower(&m, opt)
	if err != nil {
		return err
	}
	program, err := s.opt.Backend.Compile(plan.Syn.Couple)
	if err != nil {
		return err
	}
	columns := y.columns.as(plan)
	if err := columns.derive(s.opt.Backend); err != nil {
		return err
	}
	for range y.blocks {
		a := columns.bind(plan.Syn.Couple, func(c ir.Column) []float64 {
			if c.Role == ir.Coupling {
				return y.gap.conductance
			}
			return y.foreign(c)
		})
		a.Index = y.index
		y.gap.slopes = append(y.gap.slopes, &laneCall{program: program, args: a})
	}
	return y.stable(s)
}

// stable finds conductances at t = 0 that staggered numerics cannot take at this step.
func (y *synapses) stable(s *Simulation) error {
	h := y.p.target.shaped
	if h.numerics != Staggered {
		return nil
	}
	for i := range y.blocks {
		y.couple(0, i)
	}
	sums := map[int32]float64{}
	for number, at := range y.gap.near.at {
		sums[at] += y.gap.conductance[number]
		if g := y.gap.conductance[number]; g < 0 {
			cell, section := h.where(at)
			return fmt.Errorf("cell %d, %s: %.3g µS onto a compartment, want 0 or more", cell, section, g)
		}
		if limit := h.system.C[at] / sums[at]; limit < s.clock.dt {
			cell, section := h.where(at)
			return fmt.Errorf("cell %d, %s: %.3g µS onto a compartment of %.3g nF are unstable at a step of %g ms: make it less than %.2g ms, the compartments longer, or the numerics NEURON's",
				cell, section, sums[at], h.system.C[at], s.clock.dt, limit)
		}
	}
	return nil
}

// as are the same values for another lowering of a mechanism with the same symbols.
func (c *columns) as(plan *ir.Plan) *columns {
	out := &columns{plan: plan, lanes: c.lanes, values: make([][]float64, len(plan.Symbols)), time: c.time, dt: c.dt}
	for i, sym := range plan.Symbols {
		if sym.Role == ir.Derived {
			continue
		}
		for k, s := range c.plan.Symbols {
			if s.Name == sym.Name && s.Role == sym.Role && s.Place == sym.Place {
				out.values[i] = c.values[k]
			}
		}
	}
	return out
}

// couple computes the currents of block i of the connections.
func (y *synapses) couple(step int64, i int) {
	block := y.blocks[i]
	lo, hi := block.b.First, block.b.First+len(block.b.Target)
	g := y.gap
	if g == nil {
		block.couple.run(step, lo, hi)
		return
	}
	g.far.see(step, lo, hi)
	g.near.see(step, lo, hi)
	if g.near != nil {
		clear(g.current[lo:hi])
		clear(g.conductance[lo:hi])
		g.slopes[i].runs = []span{{lo, hi}}
		g.slopes[i].run(uint64(step))
	}
	block.couple.run(step, lo, hi)
}

// gapPart is the connections of a coupling that end in a piece.
type gapPart struct {
	*gap
	at     []int32 // elements
	number []int32 // of the connections, ascending
}

// hang gives each piece of the targets its connections.
func (y *synapses) hang() {
	if y.gap == nil || y.gap.near == nil {
		return
	}
	for _, p := range y.p.target.shaped.pieces {
		part := gapPart{gap: y.gap}
		for number, at := range y.gap.near.at {
			if int(at) >= p.from && int(at) < p.to {
				part.at, part.number = append(part.at, at), append(part.number, int32(number))
			}
		}
		if len(part.at) > 0 {
			p.gaps = append(p.gaps, part)
		}
	}
}

// add adds the currents to the equations of a step, in the order of the connections.
func (g *gapPart) add(e, b []float64) {
	for k, at := range g.at {
		e[at] += g.conductance[g.number[k]]
		b[at] += g.current[g.number[k]]
	}
}
