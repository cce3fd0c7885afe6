package sim

import (
	"context"
	"fmt"
	"math"
	"slices"

	"github.com/cajal-sim/cajal/network"
)

// This file takes spikes to the point processes on cells with shape.

// path is the connections of one projection onto one piece, by source.
type path struct {
	*projection
	call    int32 // index in piece.states
	row     []uint32
	lane    []int32
	number  []int32 // in the projection's table
	delay   []float64
	counter *int64
	// tie decides which way an event that is due just between two steps goes: as in
	// NEURON, that of a threshold comes 10⁻¹⁰ ms late, that of a train on time.
	tie float64
}

// Events that are due just between two steps, up to rounding, belong to the
// earlier or the later one.
const (
	inTime = 1e-9
	late   = -1e-9
)

// connectShaped makes a point process for each connection onto cells with shape.
func (s *Simulation) connectShaped(ctx context.Context, index int, p *network.Projection) (*projection, error) {
	out := &projection{Projection: p, index: index, source: s.population(p.Source.Population), target: s.population(p.Target.Population), route: route{input: -1}}
	var err error
	out.table, err = network.Connect(ctx, p, index, network.ConnectOptions{Step: s.clock.dt, Seed: s.opt.Seed, Pool: s.pool, Exact: true, Double: true})
	if err != nil {
		return nil, fmt.Errorf("projection %s: %w", p.Name, err)
	}
	out.membrane, err = s.newMembrane(out.target, p.Synapse, out.sites(), s.shares(p))
	if err != nil {
		return nil, fmt.Errorf("projection %s: %w", p.Name, err)
	}
	out.membrane.weigh(out)
	return out, nil
}

// shares reports whether synapses in one compartment can be one instance: nothing may
// tell them apart, neither parameters nor a probe.
func (s *Simulation) shares(p *network.Projection) bool {
	for _, v := range p.Values {
		if v.Varied() {
			return false
		}
	}
	for _, q := range s.net.Probes {
		if q.Projection == p && q.Variable != "weight" {
			return false
		}
	}
	return superposes(p.Synapse)
}

// sites lists where the synapses are, in the order of the table.
func (p *projection) sites() []site {
	h := p.target.shaped
	var out []site
	for i := range p.table.Blocks {
		b := &p.table.Blocks[i]
		for k, target := range b.Target {
			cell, entry := b.Lo+int(target), 0
			if b.Listed != nil {
				entry = int(b.Listed[k])
			}
			compartment := network.Site(p.Sites, entry, h.shape.Of(cell))
			out = append(out, site{h.element(cell, compartment), entry, p.Values})
		}
	}
	return out
}

// weigh sets the weights, which are the first arguments of what is received.
func (x *membrane) weigh(p *projection) {
	args := x.mechanism.Membrane.Receive.Args
	if len(args) == 0 || x.columns.values[args[0]] == nil {
		return // nobody reads it
	}
	copy(x.columns.values[args[0]], p.eachSynapse(func(b, k int) float64 { return p.table.Weight(&p.table.Blocks[b], k) }))
}

// pave makes the paths of a projection into every piece of its target.
func (p *projection) pave() {
	h := p.target.shaped
	p.counts = make([]int64, len(h.pieces))
	for i, piece := range h.pieces {
		call := slices.IndexFunc(piece.states, func(c *stateCall) bool { return c.m == p.membrane })
		if call < 0 {
			continue
		}
		c := piece.states[call]
		q := &path{projection: p, call: int32(call), counter: &p.counts[i], tie: inTime}
		if p.source.Model != nil || p.source.shaped != nil {
			q.tie = late
		}
		q.fill(p.membrane.of, c.runs[0])
		piece.paths = append(piece.paths, q)
	}
}

// fill lists the synapses on some instances, by source.
func (q *path) fill(lanes []int32, on span) {
	t := q.table
	q.row = make([]uint32, t.Sources+1)
	for row := range t.Sources {
		for i := range t.Blocks {
			b := &t.Blocks[i]
			if b.Row == nil {
				continue
			}
			for k, end := b.Synapses(row); k < end; k++ {
				if lane := lanes[b.First+k]; int(lane) >= on.lo && int(lane) < on.hi {
					q.lane, q.number = append(q.lane, lane), append(q.number, int32(b.First+k))
					q.delay = append(q.delay, t.Delays[b.DelayOf(k)])
				}
			}
		}
		q.row[row+1] = uint32(len(q.lane))
	}
}

// deliver files the events of the step's spikes.
func (p *piece) deliver(step int64) {
	for _, q := range p.paths {
		for i, source := range q.source.lanes {
			row := int(source) - q.table.From
			if row < 0 || row >= q.table.Sources {
				continue
			}
			for k := q.row[row]; k < q.row[row+1]; k++ {
				a := message{time: q.source.times[i] + q.delay[k], call: q.call, lane: q.lane[k], connection: q.number[k]}
				slot := &p.due[p.stepOf(a.time, q.tie, step+1)%int64(len(p.due))]
				*slot = append(*slot, a)
			}
			*q.counter += int64(q.row[row+1] - q.row[row])
		}
	}
}

// stepOf is the step that takes an event, at the earliest the given one.
func (p *piece) stepOf(t, tie float64, earliest int64) int64 {
	return max(int64(math.Ceil(t/p.shaped.clock.dt-0.5-tie)), earliest)
}
