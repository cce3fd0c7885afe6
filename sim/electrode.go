package sim

import (
	"slices"

	"github.com/cajal-sim/cajal/cable"
	"github.com/cajal-sim/cajal/ir"
	"github.com/cajal-sim/cajal/network"
)

// electrode is a stimulus of cells with shape, in one piece of them.
type electrode struct {
	clamp *network.Clamp // or
	model *laneCall      // adds to injected, shape (targets)
	lanes []int32        // targets in the piece
	at    []int32        // element of each of them
	// injected is what the model injects into each target, nA.
	injected []float64
	neuron   bool // numerics
}

// stimulateShaped hangs a stimulus on the pieces of its targets.
func (s *Simulation) stimulateShaped(st *network.Stimulus) error {
	h := s.population(st.Target.Population).shaped
	var model *stimulus
	if st.Clamp == nil {
		var err error
		if model, err = s.newStimulus(st); err != nil {
			return err
		}
	}
	injected := make([]float64, st.Target.Len())
	for _, p := range h.pieces {
		e := &electrode{clamp: st.Clamp, injected: injected, neuron: h.numerics == NEURON}
		for lane := range st.Target.Len() {
			cell := st.Target.Lo + lane
			if _, here := slices.BinarySearch(p.cells, int32(cell)); here {
				e.lanes = append(e.lanes, int32(lane))
				e.at = append(e.at, h.element(cell, network.Site(st.Sites, lane, h.shape.Of(cell))))
			}
		}
		if len(e.lanes) == 0 {
			continue
		}
		if model != nil {
			e.model = model.call(s, p, injected)
		}
		p.electrodes = append(p.electrodes, e)
	}
	return nil
}

// call binds a stimulus model in a piece.
func (st *stimulus) call(s *Simulation, p *piece, injected []float64) *laneCall {
	k := st.columns.plan.Step
	if k == nil {
		return nil
	}
	a := st.columns.bind(k, func(ir.Column) []float64 { return injected })
	a.Seed, a.Entity = s.opt.Seed, st.entity
	for i, c := range k.Columns {
		switch c.Role {
		case ir.Time:
			a.Columns[i] = p.middle
		case ir.Injected:
			a.Columns[i] = injected
		}
	}
	return &laneCall{program: st.program, args: a}
}

// add adds what the electrode does to the equations of a step.
func (e *electrode) add(s *cable.System, c *clock, step int64) {
	switch {
	case e.clamp == nil:
		e.inject(s, step)
	case e.clamp.Resistance == 0:
		current := e.current(c, step)
		for _, at := range e.at {
			s.B[at] += current
		}
	default:
		e.hold(s, c, step)
	}
}

// inject adds a model's currents.
func (e *electrode) inject(s *cable.System, step int64) {
	if e.model == nil {
		return
	}
	for _, lane := range e.lanes {
		e.injected[lane] = 0
	}
	e.model.args.Step = uint64(step)
	e.model.program.RunLanes(e.model.args, e.lanes)
	for i, at := range e.at {
		s.B[at] += e.injected[e.lanes[i]]
	}
}

// current is a clamp's mean over the step or, as NEURON has it, that in its middle.
func (e *electrode) current(c *clock, step int64) float64 {
	t, dt := c.at(step), c.dt
	sum := 0.0
	for _, p := range e.clamp.Pulses {
		switch {
		case !e.neuron && p.From <= t && t+dt <= p.To:
			sum += p.Level
		case !e.neuron:
			sum += p.Level * max(0, min(p.To, t+dt)-max(p.From, t)) / dt
		case pulseOn(p, t+dt/2):
			sum += p.Level
		}
	}
	return sum
}

// hold adds a voltage clamp where it is on in the middle of the step.
func (e *electrode) hold(s *cable.System, c *clock, step int64) {
	for _, p := range e.clamp.Pulses {
		if !pulseOn(p, c.at(step)+c.dt/2) {
			continue
		}
		for _, at := range e.at {
			s.Clamp(int(at), p.Level, e.clamp.Resistance)
		}
	}
}

func pulseOn(p network.Pulse, t float64) bool { return p.From <= t && t < p.To }
