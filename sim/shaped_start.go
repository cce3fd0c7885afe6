package sim

import (
	"container/heap"
	"context"
)

// startShapes brings cells with shape to t = 0, once all their mechanisms are known.
func (s *Simulation) startShapes(context.Context) error {
	for _, pop := range s.populations {
		if h := pop.shaped; h != nil {
			s.initialiseShaped(h)
			s.cut(h)
			s.pave(pop)
			h.schedule(s.tablesLongest(pop))
			for _, p := range h.pieces {
				p.begin()
				p.flow(0)
			}
		}
	}
	return nil
}

// initialiseShaped lets all mechanisms set their states at the potentials of t = 0,
// and puts those that are but a leak into the cable.
func (s *Simulation) initialiseShaped(h *shaped) {
	for _, x := range h.ions {
		x.start(h.celsius[0])
	}
	for _, m := range h.membranes {
		m.start(s, m.plan.Membrane.Initial)
		m.start(s, m.plan.Membrane.Connect)
		for _, x := range h.ions {
			x.follow(x.moving, h.celsius[0])
		}
	}
	h.foldLeaks(s)
}

// foldLeaks makes the cable's leak anew.
func (h *shaped) foldLeaks(s *Simulation) {
	clear(h.system.Leak)
	clear(h.system.Drive)
	for _, m := range h.membranes {
		if m.folded {
			m.fold(s)
		}
	}
	h.system.SetStep(h.clock.dt, h.numerics.method())
}

// pave makes the paths of all projections onto a population.
func (s *Simulation) pave(pop *population) {
	for _, p := range s.projections {
		if p.target == pop && p.membrane != nil {
			p.pave()
		}
	}
}

// tablesLongest is the longest delay of the projections onto a population, in steps.
func (s *Simulation) tablesLongest(pop *population) int {
	longest := 0
	for _, p := range s.projections {
		if p.target == pop {
			longest = max(longest, p.table.MaxSteps())
		}
	}
	return longest
}

// schedule makes the calendars, and files what instances send themselves at t = 0. A
// spike inside a step may arrive one step later than its delay alone says, and
// rounding one more.
func (h *shaped) schedule(longest int) {
	for _, p := range h.pieces {
		p.due = make([][]message, longest+3)
		for _, c := range p.states {
			c.sendFirst()
		}
	}
}

// sendFirst files the events that instances send themselves at the start.
func (c *stateCall) sendFirst() {
	for _, s := range c.m.sends {
		if s.kernel == "send" || s.moves {
			continue
		}
		for lane := c.runs[0].lo; lane < c.runs[0].hi; lane++ {
			if delay := s.delay[lane]; delay >= 0 {
				heap.Push(&c.piece.own, message{time: delay, call: c.number, lane: int32(lane), connection: c.m.made[lane], flag: s.flag[lane], own: true})
			}
		}
	}
}

// layOutShaped makes a piece of each phase of every piece of a population.
func (s *Simulation) layOutShaped(pop *population) {
	for _, q := range s.projections {
		if q.target == pop && q.synapses != nil {
			for b := range q.table.Blocks {
				s.parts.couple = append(s.parts.couple, func(step int64) { q.synapses.couple(step, b) })
			}
		}
	}
	for _, f := range pop.shaped.fields {
		s.parts.couple = append(s.parts.couple, func(step int64) { f.follow(s.clock, step) })
	}
	pop.shaped.vary()
	window := s.window(pop)
	for _, p := range pop.shaped.pieces {
		s.parts.solve = append(s.parts.solve, func(step int64) {
			if step >= p.done {
				p.run(step, s.horizon(window, step))
			}
		})
		if len(p.paths) > 0 {
			s.parts.deliver = append(s.parts.deliver, p.deliver)
		}
	}
}
