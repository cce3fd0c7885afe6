package sim

import (
	"slices"

	"github.com/cajal-sim/cajal/cable"
	"github.com/cajal-sim/cajal/ir"
	"github.com/cajal-sim/cajal/network"
)

// electrode is a stimulus of cells with shape, in one piece of them.
type electrode struct {
	stimulus *network.Stimulus
	clamp    *network.Clamp // its own, or as it was set between runs; or
	model    *laneCall      // adds to passed
	lanes    []int32        // targets in the piece
	at       []int32        // element of each of them
	passed   []float64      // into each target in the last step, at the time solved for, nA; shape (targets)
	neuron   bool           // numerics
	// pulse is the one of a voltage clamp that is on in the present step; nil: none.
	pulse *network.Pulse
	held  []cable.Held // of an ideal clamp
	// watched says that somebody wants to know what a voltage clamp passes.
	watched bool
}

// passage is the currents that a stimulus passes.
type passage struct {
	stimulus *network.Stimulus
	passed   []float64
}

// stimulateShaped hangs a stimulus on the pieces of its targets.
func (s *Simulation) stimulateShaped(st *network.Stimulus) error {
	h := s.population(st.Target.Population).shaped
	var model *stimulus
	if st.Model != nil {
		var err error
		if model, err = s.newStimulus(st); err != nil {
			return err
		}
	}
	passed := make([]float64, st.Target.Len())
	if st.Field != nil {
		h.surround(s, st, model, passed)
		return nil
	}
	h.passages = append(h.passages, passage{st, passed})
	for _, p := range h.pieces {
		e := &electrode{stimulus: st, clamp: st.Clamp, passed: passed, neuron: h.numerics == NEURON, watched: s.watches(st)}
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
			e.model = model.call(s, p.middle, passed)
		}
		p.electrodes = append(p.electrodes, e)
	}
	return nil
}

// watches reports whether a probe asks for the current of a stimulus, or for those of
// whole membranes, which it takes to know them.
func (s *Simulation) watches(st *network.Stimulus) bool {
	return slices.ContainsFunc(s.net.Probes, func(p *network.Probe) bool {
		return p.Stimulus == st || p.Population == st.Target.Population && p.Variable == network.TransmembraneCurrent
	})
}

// call binds a stimulus model to a time and to what it adds to.
func (st *stimulus) call(s *Simulation, time, injected []float64) *laneCall {
	k := st.columns.plan.Step
	if k == nil {
		return nil
	}
	a := st.columns.bind(k, func(ir.Column) []float64 { return injected })
	a.Seed, a.Entity = s.opt.Seed, st.entity
	for i, c := range k.Columns {
		switch c.Role {
		case ir.Time:
			a.Columns[i] = time
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
	case e.clamp.Voltage():
		e.hold(s, c, step)
	default:
		e.flow(s, c, step)
	}
}

// flow adds the currents of a current clamp.
func (e *electrode) flow(s *cable.System, c *clock, step int64) {
	differ := slices.ContainsFunc(e.clamp.Pulses, func(p network.Pulse) bool { return p.Levels != nil })
	current := 0.0
	for i, at := range e.at {
		if i == 0 || differ {
			current = e.current(c, step, int(e.lanes[i]))
		}
		s.B[at] += current
		e.passed[e.lanes[i]] = current
	}
}

// inject adds a model's currents.
func (e *electrode) inject(s *cable.System, step int64) {
	if e.model == nil {
		return
	}
	for _, lane := range e.lanes {
		e.passed[lane] = 0
	}
	e.model.args.Step = uint64(step)
	e.model.program.RunLanes(e.model.args, e.lanes)
	for i, at := range e.at {
		s.B[at] += e.passed[e.lanes[i]]
	}
}

// current is a clamp's mean over the step or, as NEURON has it, that in its middle.
func (e *electrode) current(c *clock, step int64, lane int) float64 {
	t, dt := c.at(step), c.dt
	sum := 0.0
	for _, p := range e.clamp.Pulses {
		level := p.At(lane)
		switch {
		case !e.neuron && p.From <= t && t+dt <= p.To:
			sum += level
		case !e.neuron:
			sum += level * max(0, min(p.To, t+dt)-max(p.From, t)) / dt
		case pulseOn(p, t+dt/2):
			sum += level
		}
	}
	return sum
}

// hold adds a voltage clamp where it is on in the middle of the step. An ideal one comes
// later, after everything else.
func (e *electrode) hold(s *cable.System, c *clock, step int64) {
	e.pulse = nil
	for i := range e.clamp.Pulses {
		if pulseOn(e.clamp.Pulses[i], c.at(step)+c.dt/2) {
			e.pulse = &e.clamp.Pulses[i]
		}
	}
	if e.pulse == nil || e.clamp.Ideal {
		return
	}
	for i, at := range e.at {
		s.Clamp(int(at), e.pulse.At(int(e.lanes[i])), e.clamp.Resistance)
	}
}

func pulseOn(p network.Pulse, t float64) bool { return p.From <= t && t < p.To }

// fix adds an ideal clamp.
func (e *electrode) fix(s *cable.System) {
	e.held = e.held[:0]
	if e.clamp == nil || !e.clamp.Ideal || e.pulse == nil {
		return
	}
	for i, at := range e.at {
		e.held = append(e.held, s.Hold(int(at), e.pulse.At(int(e.lanes[i]))))
	}
}

// settle finds out what a voltage clamp has passed, once the step is solved.
func (e *electrode) settle(s *cable.System) {
	if e.clamp == nil || !e.clamp.Voltage() || !e.watched {
		return
	}
	for i, at := range e.at {
		passed := &e.passed[e.lanes[i]]
		switch {
		case e.pulse == nil:
			*passed = 0
		case e.clamp.Ideal:
			*passed = e.held[i].Current()
		default:
			*passed = s.ClampCurrent(int(at), e.pulse.At(int(e.lanes[i])), e.clamp.Resistance)
		}
	}
}
