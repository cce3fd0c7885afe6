package sim

import (
	"slices"
	"sort"

	"github.com/cajal-sim/cajal/backend"
	"github.com/cajal-sim/cajal/cable"
	"github.com/cajal-sim/cajal/ir"
)

// pieceSize is the number of elements that a worker steps at once, of so many: an eighth,
// for threads to share, but some µs of work, and columns that fit into the second cache.
func pieceSize(elements int) int { return min(max(elements/8, 1024), 8192) }

// piece is the groups lo to hi−1 of a population's cables, and all instances in them.
type piece struct {
	shaped     *shaped
	lo, hi     int // groups
	from, to   int // elements
	cells      []int32
	active     []int32      // elements with currents; as they come, then ascending
	opened     []span       // elements whose sums a mechanism begins
	rest       []span       // the others, if the cable has nothing constant here; else all is begun
	runs       []span       // of them
	states     []*stateCall // of all membranes with states or events, in order of their step
	ions       []ionPart
	sums       [][]float64 // totals of ions that are read
	electrodes []*electrode
	gaps       []gapPart
	due        [][]message // events to come, by step
	own        agenda
	now        []message // the events of the present step
	paths      []*path   // projections that end here

	// times, shape (1) each, that kernels read.
	middle, end, event, elapsed []float64

	fired []fired // since run was last at work, by step, then cell
	taken int     // of them, that the population has
	done  int64   // the first step that has not been taken
}

// laneCall is a program over some lanes.
type laneCall struct {
	program backend.Program
	args    *backend.Args
	runs    []span
	few     []int32 // lanes of short runs
}

// short is the length of a run from which on it is worth a call of its own; shorter ones go
// into one call together.
const short = 32

// over is a call over some runs.
func over(program backend.Program, args *backend.Args, runs []span) *laneCall {
	c := &laneCall{program: program, args: args}
	for _, r := range runs {
		if len(runs) == 1 || r.hi-r.lo >= short {
			c.runs = append(c.runs, r)
			continue
		}
		for lane := r.lo; lane < r.hi; lane++ {
			c.few = append(c.few, int32(lane))
		}
	}
	return c
}

func (c *laneCall) run(step uint64) {
	c.args.Step = step
	for _, r := range c.runs {
		c.program.Run(c.args, r.lo, r.hi)
	}
	if c.few != nil {
		c.program.RunLanes(c.args, c.few)
	}
}

// ionPart is where in a piece an ion's potential follows its concentrations.
type ionPart struct {
	*ion
	at []int32
}

// cut divides a population into pieces, once all mechanisms are known.
func (s *Simulation) cut(h *shaped) {
	groups, most := h.system.Groups, pieceSize(h.system.Len)
	for lo := 0; lo < len(groups); {
		hi, size := lo, 0
		for hi < len(groups) && (size == 0 || size+groups[hi].Len() <= most) {
			size += groups[hi].Len()
			hi++
		}
		h.pieces = append(h.pieces, s.newPiece(h, lo, hi))
		lo = hi
	}
}

func (s *Simulation) newPiece(h *shaped, lo, hi int) *piece {
	last := &h.system.Groups[hi-1]
	p := &piece{shaped: h, lo: lo, hi: hi, from: h.system.Groups[lo].From, to: last.From + last.Len(),
		middle: make([]float64, 1), end: make([]float64, 1), event: make([]float64, 1), elapsed: make([]float64, 1)}
	for _, g := range h.system.Groups[lo:hi] {
		for _, cell := range g.Cell {
			if cell >= 0 {
				p.cells = append(p.cells, cell)
			}
		}
	}
	slices.Sort(p.cells)
	for _, m := range h.membranes {
		p.add(s, m)
	}
	slices.Sort(p.active)
	p.active = slices.Compact(p.active)
	p.runs = h.runs(p.active, true)
	for _, x := range h.ions {
		if at := x.moving[search(x.moving, p.from):search(x.moving, p.to)]; len(at) > 0 {
			p.ions = append(p.ions, ionPart{x, at})
		}
		if !h.unread[x.name] {
			p.sums = append(p.sums, x.current)
		}
	}
	return p
}

// vary tells the cable where conductances change from step to step, once all is
// known that changes them.
func (h *shaped) vary() {
	var at []int32
	for _, p := range h.pieces {
		at = append(at, p.active...)
		for _, g := range p.gaps {
			at = append(at, g.at...)
		}
		for _, e := range p.electrodes {
			if e.clamp != nil && e.clamp.Voltage() {
				at = append(at, e.at...)
			}
		}
	}
	h.system.Vary(at)
	h.system.SetStep(h.clock.dt, h.numerics.method())
	for _, p := range h.pieces {
		if h.system.Varies(p.lo, p.hi) {
			p.rest = without(span{p.from, p.to}, p.opened)
		}
	}
}

// search is how many of ascending elements stand before one.
func search(at []int32, element int) int {
	return sort.Search(len(at), func(i int) bool { return int(at[i]) >= element })
}

// add makes the calls of a membrane's instances in the piece.
func (p *piece) add(s *Simulation, m *membrane) {
	lo, hi := search(m.at, p.from), search(m.at, p.to)
	if lo == hi || m.folded {
		return
	}
	runs := []span{{lo, hi}}
	if m.mechanism.Kind == ir.Channel {
		runs = clip(m.runs, p.from, p.to)
	}
	if m.plan.Membrane.Current != nil {
		p.active = append(p.active, m.at[lo:hi]...)
		if m.mechanism == p.shaped.opener {
			p.opened = runs
		}
	}
	p.states = append(p.states, p.newState(s, m, runs))
}

// step takes the piece from t to t + dt.
func (p *piece) step(step int64) {
	h := p.shaped
	dt := h.clock.dt
	t := h.clock.at(step)
	p.middle[0] = t + dt/2
	p.end[0] = t + dt
	events := p.take(step)
	if h.numerics == Staggered {
		p.end[0] = t + dt/2
		p.begin()
		p.stagger(step, events)
	} else {
		p.receive(step, events)
		p.begin()
	}
	p.flow(step)
	p.solve(step)
	if h.numerics == NEURON {
		for _, c := range p.states {
			c.advance(step)
		}
		p.followIons()
	}
	p.detect(step)
}

// followIons computes the potentials that change with concentrations.
func (p *piece) followIons() {
	for _, x := range p.ions {
		x.follow(x.at, p.shaped.celsius[0])
	}
}

// solve adds what is no mechanism's and takes the potentials to the end of the step.
func (p *piece) solve(step int64) {
	for i := range p.gaps {
		p.gaps[i].add(p.shaped.system.E, p.shaped.system.B)
	}
	for _, e := range p.electrodes {
		e.add(p.shaped.system, p.shaped.clock, step)
	}
	for _, e := range p.electrodes {
		e.fix(p.shaped.system)
	}
	p.surround()
	p.shaped.system.Solve(p.lo, p.hi)
	p.settle()
}

// begin starts the equations of a step, without any mechanism.
func (p *piece) begin() {
	s := p.shaped.system
	if p.rest == nil {
		s.Begin(p.lo, p.hi)
	}
	for _, r := range p.rest {
		s.BeginElements(r.lo, r.hi)
	}
}

// flow adds the mechanisms' currents to the equations, and to those of ions.
func (p *piece) flow(step int64) {
	p.clearSums()
	for _, c := range p.states {
		c.flow(step)
	}
	if h := p.shaped; h.injected != nil {
		for _, r := range p.runs {
			subtract(h.system.E[r.lo:r.hi], h.opposed[r.lo:r.hi])
			add(h.system.B[r.lo:r.hi], h.injected[r.lo:r.hi])
		}
	}
}

func subtract(dst, x []float64) {
	for i, y := range x {
		dst[i] -= y
	}
}

func add(dst, x []float64) {
	for i, y := range x {
		dst[i] += y
	}
}

// clearSums begins the sums of the ions' currents, and those of electrodes.
func (p *piece) clearSums() {
	h := p.shaped
	for _, r := range p.runs {
		for _, sum := range p.sums {
			clear(sum[r.lo:r.hi])
		}
		if h.injected != nil {
			clear(h.injected[r.lo:r.hi])
			clear(h.opposed[r.lo:r.hi])
		}
	}
}

// detect finds the cells whose potential has risen above the threshold, and, if
// asked to, where on a straight line between the ends of the step.
func (p *piece) detect(step int64) {
	h := p.shaped
	for _, cell := range p.cells {
		d := &h.detectors[cell]
		before, v := d.v, h.system.V[d.at]
		d.v = v
		if !(v > d.threshold && before <= d.threshold) {
			continue
		}
		t := h.clock.at(step + 1)
		if h.interpolates {
			t -= h.clock.dt * (v - d.threshold) / (v - before)
		}
		p.fired = append(p.fired, fired{step, cell, t})
	}
}

// method is the cable's.
func (n Numerics) method() cable.Method {
	if n == NEURON {
		return cable.Euler
	}
	return cable.CrankNicolson
}

// takeShaped gathers the spikes of all pieces, in order of cell.
func (pop *population) takeShaped(step int64) {
	for _, p := range pop.shaped.pieces {
		p.hand(pop, step)
	}
	if len(pop.lanes) > 1 {
		sort.Sort(byLane{pop.lanes, pop.times})
	}
}

// byLane sorts spikes; a cell fires once a step.
type byLane struct {
	lanes []int32
	times []float64
}

func (x byLane) Len() int           { return len(x.lanes) }
func (x byLane) Less(i, j int) bool { return x.lanes[i] < x.lanes[j] }
func (x byLane) Swap(i, j int) {
	x.lanes[i], x.lanes[j] = x.lanes[j], x.lanes[i]
	x.times[i], x.times[j] = x.times[j], x.times[i]
}
