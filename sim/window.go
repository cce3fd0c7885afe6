package sim

// Pieces of cells with shape know nothing of each other but by spikes, which take a while to
// arrive. So a piece takes several steps on end, as long as its data are in the
// processor's cache, and its spikes wait until the others have come to their step. What
// comes out is the same as step by step.

// window is how many steps a population's pieces may take on end: fewer than any event
// from outside takes to arrive, and one where they meet others in every step.
func (s *Simulation) window(pop *population) int64 {
	h := pop.shaped
	w := max(1, s.clock.steps(1))
	if len(h.pieces) == 0 {
		return w
	}
	for _, p := range s.projections {
		switch {
		case p.source != pop && p.target != pop:
		case p.synapses != nil:
			return 1
		case p.target == pop:
			for _, d := range p.table.Delays {
				w = min(w, h.pieces[0].stepOf(d, inTime, 1))
			}
		}
	}
	for _, st := range s.stimuli {
		if st.Target.Population == pop.Population && len(st.courses) > 0 {
			return 1
		}
	}
	for _, f := range h.fields {
		if f.model != nil {
			return 1
		}
	}
	return w
}

// horizon is the step before which a population that begins one now must stop: where
// probes look at it, or the run does.
func (s *Simulation) horizon(window, step int64) int64 {
	end := min(step+window, s.pause)
	for _, q := range s.probes {
		if next := q.next(step + 1); next >= 0 {
			end = min(end, next)
		}
	}
	return end
}

// next is the first step from the given one on at which a probe samples, −1 if none.
func (q *probe) next(step int64) int64 {
	step = max(step, q.from)
	if past := (step - q.from) % q.every; past > 0 {
		step += q.every - past
	}
	if step >= q.to {
		return -1
	}
	return step
}

// fired is a spike of a piece, in the step after which the others may know of it.
type fired struct {
	step int64
	cell int32
	time float64
}

// run takes a step, and others on end.
func (p *piece) run(step, end int64) {
	p.fired, p.taken = p.fired[:0], 0
	for p.done = end; step < end; step++ {
		p.step(step)
	}
}

// hand passes the spikes of a step on to the population.
func (p *piece) hand(pop *population, step int64) {
	for ; p.taken < len(p.fired) && p.fired[p.taken].step == step; p.taken++ {
		pop.lanes = append(pop.lanes, p.fired[p.taken].cell)
		pop.times = append(pop.times, p.fired[p.taken].time)
	}
}
