package circuit

import (
	"math"
	"slices"

	"github.com/cajal-sim/cajal/network"
)

// setAhead lets the spikes of virtual cells set out earlier, and travel longer, where delays are
// shorter than a step, as NEURON allows: they arrive when they would.
func (l *loader) setAhead() {
	for _, p := range l.circuit.Network.Populations {
		if p.Trains == nil || len(p.Trains.Times) == 0 {
			continue
		}
		out := l.projectionsFrom(p)
		lead := l.circuit.Step - shortest(out)
		if !(lead > 0) {
			continue
		}
		for _, q := range out {
			q.Delay = later(q.Delay, lead)
		}
		p.Trains = &network.Trains{Times: slices.Clone(p.Trains.Times), Cells: p.Trains.Cells}
		late := 0
		for i, t := range p.Trains.Times {
			if t < lead {
				late++
			}
			p.Trains.Times[i] = max(t-lead, 0)
		}
		if late > 0 {
			l.warnf("population %s: %d spikes in the first step arrive up to %g ms late: their delay is shorter than the step", p.Name, late, lead)
		}
	}
}

func (l *loader) projectionsFrom(p *network.Population) []*network.Projection {
	var out []*network.Projection
	for _, q := range l.circuit.Network.Projections {
		if q.Source.Population == p {
			out = append(out, q)
		}
	}
	return out
}

// shortest is the least delay, ms; +Inf without projections. What is below 0 is for the
// network to complain about.
func shortest(list []*network.Projection) float64 {
	least := math.Inf(1)
	for _, q := range list {
		own := q.Delay.Constant
		if q.Delay.Array != nil {
			own = slices.Min(q.Delay.Array)
		}
		least = min(least, own)
	}
	if least < 0 {
		return math.Inf(1)
	}
	return least
}

// later adds to delays.
func later(delay network.Value, lead float64) network.Value {
	if delay.Array == nil {
		return network.Number(delay.Constant + lead)
	}
	array := slices.Clone(delay.Array)
	for i := range array {
		array[i] += lead
	}
	return network.Value{Array: array}
}
