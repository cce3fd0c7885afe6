package sim

// layOut lists the pieces of all phases. What writes to the same buffer is one
// piece, in the order of the description, so that sums do not depend on threads.
func (s *Simulation) layOut() {
	s.runPart = func(i int) { s.phase[i](s.clock.step) }
	for _, p := range s.projections {
		if p.synapses != nil {
			s.stateful = append(s.stateful, p.synapses)
			s.layOutSynapses(p.synapses)
		}
	}
	var inlets []*inlet
	for _, pop := range s.populations {
		if pop.shaped != nil {
			s.layOutShaped(pop)
			continue
		}
		s.layOutSolve(pop)
		inlets = append(inlets, s.layOutArrivals(pop)...)
	}
	s.addInflows(inlets)
}

// layOutSolve makes a piece of each chunk of cells.
func (s *Simulation) layOutSolve(pop *population) {
	for _, c := range pop.chunks {
		s.parts.solve = append(s.parts.solve, c.step)
	}
	if a := pop.artificial; a != nil {
		for b := range a.blocks {
			s.parts.solve = append(s.parts.solve, func(step int64) { a.step(step, b) })
		}
	}
	if pop.events == nil {
		return
	}
	for b := range pop.events.blocks {
		s.parts.solve = append(s.parts.solve, func(int64) { pop.events.stepBlock(b) })
	}
}

// layOutSynapses makes the pieces of connections with state. They move first,
// from the values that their neurons' traces had at the start of the step.
func (s *Simulation) layOutSynapses(y *synapses) {
	for b := range y.blocks {
		if y.plan.Advance[0] != nil && !y.plan.Lazy {
			s.parts.synapses = append(s.parts.synapses, func(step int64) { y.advanceSelf(step, b) })
		}
	}
	s.parts.sides = append(s.parts.sides, y.advanceSides)
	s.parts.lanes = append(s.parts.lanes, y.arriveLanes)
}

// layOutArrivals makes one piece of each block of a population, through which
// all projections onto it go in order, and returns what static ones call for.
func (s *Simulation) layOutArrivals(target *population) []*inlet {
	var static, stateful, coupled []*projection
	blocks := 0
	for _, p := range s.projections {
		if p.target != target {
			continue
		}
		blocks = len(p.table.Blocks)
		switch {
		case p.synapses == nil:
			static = append(static, p)
		case p.synapses.plan.Couple != nil:
			coupled = append(coupled, p)
		default:
			stateful = append(stateful, p)
		}
	}
	for b := range blocks {
		s.parts.arrive = each(s.parts.arrive, stateful, func(step int64, p *projection) { p.synapses.arrive(step, b) })
		s.parts.couple = each(s.parts.couple, coupled, func(step int64, p *projection) { p.synapses.couple(step, b) })
		s.layOutReceive(target, b, static)
		s.parts.deliver = each(s.parts.deliver, append(stateful, coupled...), func(step int64, p *projection) {
			p.synapses.post(step, b)
			p.synapses.volume(step, b)
		})
	}
	if len(static) == 0 || target.artificial != nil || target.events != nil {
		return nil
	}
	return s.inletsOf(target, static)
}

// layOutReceive makes the piece of one block's static connections, where cells are solved
// event by event.
func (s *Simulation) layOutReceive(target *population, block int, static []*projection) {
	switch {
	case target.artificial != nil:
		s.parts.deliver = each(s.parts.deliver, static, func(_ int64, p *projection) {
			p.counts[block] += target.artificial.receive(p, block)
		})
	case target.events != nil:
		s.parts.deliver = each(s.parts.deliver, static, func(_ int64, p *projection) {
			p.counts[block] += target.events.receive(p, block)
		})
	}
}

// each appends one piece that goes through the projections in order.
func each(list []part, through []*projection, do func(step int64, p *projection)) []part {
	if len(through) == 0 {
		return list
	}
	return append(list, func(step int64) {
		for _, p := range through {
			do(step, p)
		}
	})
}
