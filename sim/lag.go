package sim

import "runtime"

// Where a step is nothing but neurons and static connections, what a step delivers waits until
// the next begins: then each worker delivers to some blocks and goes on with their neurons,
// which saves a barrier, and who has little to deliver helps with the neurons of
// others. Nobody else looks at sums and states before.

// none is the step of which deliveries wait, where there is none.
const none = -1

// joinSteps puts deliveries in front of the neurons that they go to, where that is possible.
func (s *Simulation) joinSteps() {
	p := &s.parts
	others := len(p.synapses) + len(p.sides) + len(p.arrive) + len(p.lanes) + len(p.couple)
	var chunks []*chunk
	for _, pop := range s.populations {
		chunks = append(chunks, pop.chunks...)
	}
	if others > 0 || len(s.probes) > 0 || len(chunks) != len(p.solve) || len(s.inflows) != len(p.deliver) || len(s.inflows) == 0 {
		return
	}
	s.lags = true
	for _, c := range chunks {
		s.follows(c)
	}
	p.solve = s.interleave(p.solve)
}

// follows makes a chunk wait for the inflows to its neurons.
func (s *Simulation) follows(c *chunk) {
	at := s.planes.at[c.p.Population]
	for _, f := range s.inflows {
		if f.lanes.lo < at+c.hi && at+c.lo < f.lanes.hi {
			c.first = append(c.first, func(step int64) { s.ensure(f, step) })
		}
	}
}

// interleave puts an inflow's deliveries in front of each worker's share of the chunks.
func (s *Simulation) interleave(chunks []part) []part {
	var all []part
	threads := s.pool.Threads()
	for t := range threads {
		for _, f := range s.inflows[t*len(s.inflows)/threads : (t+1)*len(s.inflows)/threads] {
			all = append(all, func(step int64) { s.ensure(f, step) })
		}
		all = append(all, chunks[t*len(chunks)/threads:(t+1)*len(chunks)/threads]...)
	}
	return all
}

// ensure delivers what waits for an inflow, or sees to it that another worker has done so.
func (s *Simulation) ensure(f *inflow, step int64) {
	if s.pending == none {
		return
	}
	if taken := f.taken.Load(); taken != step && f.taken.CompareAndSwap(taken, step) {
		s.deliver(f, s.pending)
		f.done.Store(step)
		return
	}
	const looks = 256 // between yields
	for i := 1; f.done.Load() != step; i++ {
		if i%looks == 0 {
			runtime.Gosched()
		}
	}
}
