package sim

import (
	"cmp"
	"slices"
	"sync/atomic"

	"github.com/cajal-sim/cajal/spike"
)

// inflow is static connections onto some blocks of populations.
type inflow struct {
	*spike.Inflow
	lanes  span // of targets, in planes
	direct bool
	events int64 // sent so far

	// taken and done are the last step before whose neurons a worker began to deliver, and has done so.
	taken, done atomic.Int64
}

// inlet is the static connections onto one block of a population.
type inlet struct {
	lanes  span // in planes
	direct bool
	load   int  // synapses
	spread bool // whose spikes may arrive in several steps
	paths  []spike.Path
}

// addInflows makes the inflows of all populations, side by side.
func (s *Simulation) addInflows(inlets []*inlet) {
	slices.SortStableFunc(inlets, func(a, b *inlet) int { return cmp.Compare(a.lanes.lo, b.lanes.lo) })
	groups := together(inlets, s.pool.Threads())
	s.inflows = make([]*inflow, len(groups))
	s.pool.Do(len(groups), func(i int) { s.inflows[i] = newInflow(groups[i]) })
	for _, f := range s.inflows {
		s.parts.deliver = append(s.parts.deliver, func(step int64) { s.deliver(f, step) })
	}
}

func newInflow(inlets []*inlet) *inflow {
	var paths []spike.Path
	for _, x := range inlets {
		paths = append(paths, x.paths...)
	}
	return &inflow{Inflow: spike.NewInflow(paths), lanes: span{inlets[0].lanes.lo, inlets[len(inlets)-1].lanes.hi}, direct: inlets[0].direct}
}

// inletsOf lists the inlets of a population.
func (s *Simulation) inletsOf(target *population, static []*projection) []*inlet {
	var out []*inlet
	for block := range static[0].table.Blocks {
		b := &static[0].table.Blocks[block]
		at := s.planes.at[target.Population]
		x := &inlet{lanes: span{at + b.Lo, at + b.Hi}, direct: target.direct}
		for _, p := range static {
			x.paths = append(x.paths, p.path(block))
			x.load += p.table.Blocks[block].Len()
			x.spread = x.spread || len(p.table.Delays) > 1
		}
		out = append(out, x)
	}
	return out
}

// path is where the spikes of static connections go.
func (p *projection) path(block int) spike.Path {
	plus := p.target.ports[p.route.receptor]
	out := spike.Path{Source: p.source.index, Table: p.table, Block: block, Plus: plus, Minus: plus}
	if p.route.split {
		out.Minus, out.Magnitude = p.target.ports[p.route.negative], p.route.magnitude
	}
	return out
}

// together parts inlets into groups that one worker serves. Rows that arrive in several
// steps are fetched in parts, and the more targets are together, the longer these are: so
// there are about as many groups of such inlets as threads, of about equal numbers of synapses.
func together(inlets []*inlet, threads int) (groups [][]*inlet) {
	left := 0
	for _, x := range inlets {
		if x.spread {
			left += x.load
		}
	}
	share := divideUp(left, max(threads, 1))
	load := 0
	for i, x := range inlets {
		if i == 0 || !x.spread || !inlets[i-1].spread || !fit(groups[len(groups)-1][0], x) || load+x.load/2 > share {
			groups, load = append(groups, nil), 0
		}
		groups[len(groups)-1] = append(groups[len(groups)-1], x)
		load += x.load
	}
	return groups
}

// fit reports whether a group may begin with one inlet and end with the other.
func fit(first, last *inlet) bool {
	return first.direct == last.direct && last.lanes.hi-first.lanes.lo <= spike.MostLanes
}

// deliver sends the spikes of the present step and adds up what arrives: in the next
// step, or, where it goes to states that have just been moved, in this one.
func (s *Simulation) deliver(f *inflow, step int64) {
	f.Fetch(s.lanes)
	if f.direct && f.due(step) {
		f.Deliver(step - 1)
	}
	f.events += int64(f.Send(step, s.lanes))
	if !f.direct && f.due(step) {
		f.Deliver(step)
	}
}

// due reports whether earlier spikes are to be delivered in the present step.
func (f *inflow) due(step int64) bool {
	if f.direct {
		return f.Due(step - 1)
	}
	return f.Due(step)
}

// takeUp puts the spikes of the last steps on their way again, in a run that begins in the middle.
func (s *Simulation) takeUp() {
	longest := int64(0)
	for _, p := range s.projections {
		longest = max(longest, int64(p.table.MaxSteps()))
	}
	for _, f := range s.inflows {
		next := s.clock.step + 1
		if f.direct {
			next = s.clock.step
		}
		f.TakeUp(next)
		f.taken.Store(none)
		f.done.Store(none)
	}
	lanes := make([][]int32, len(s.populations))
	for ago := longest; ago > 0; ago-- {
		for i, pop := range s.populations {
			lanes[i] = pop.spikesBefore(s.clock.step, ago)
		}
		for _, f := range s.inflows {
			f.Send(s.clock.step-ago, lanes)
		}
	}
}
