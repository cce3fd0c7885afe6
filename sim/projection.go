package sim

import (
	"context"
	"fmt"
	"math"

	"github.com/cajal-sim/cajal/ir"
	"github.com/cajal-sim/cajal/network"
	"github.com/cajal-sim/cajal/spike"
	"github.com/cajal-sim/cajal/unit"
)

// projection is the connections of one projection.
type projection struct {
	*network.Projection
	index          int
	source, target *population
	table          *spike.Table
	synapses       *synapses // connections with state; nil: static ones
	membrane       *membrane // point processes on cells with shape; nil: none
	route          route
	counts         []int64 // synaptic events delivered, per block
	first          int     // number of the first connection among those onto artificial cells
}

// route is where the weights of a projection arrive.
type route struct {
	receptor  int // or, where split, the receptor of weights ≥ 0
	negative  int // the receptor of weights < 0
	split     bool
	magnitude bool // negative weights arrive as absolute values
	input     int  // symbol of a coupling's input; −1: none
}

// connect draws a projection and makes its synapses.
func (s *Simulation) connect(ctx context.Context, index int, p *network.Projection) (*projection, error) {
	if p.Target.Population.Shape != nil && (p.Synapse == nil || p.Synapse.Couple == ir.None) {
		return s.connectShaped(ctx, index, p)
	}
	out := &projection{Projection: p, index: index, source: s.population(p.Source.Population), target: s.population(p.Target.Population)}
	var err error
	if out.route, err = routeOf(p); err != nil {
		return nil, err
	}
	exact := out.target.events != nil || out.target.artificial != nil // solved event by event
	out.table, err = network.Connect(ctx, p, index, network.ConnectOptions{
		Step: s.clock.dt, Seed: s.opt.Seed, Pool: s.pool,
		Exact: exact, Double: out.target.artificial != nil})
	if err != nil {
		return nil, fmt.Errorf("projection %s: %w", p.Name, err)
	}
	out.counts = make([]int64, len(out.table.Blocks))
	if p.Synapse == nil {
		return out, nil
	}
	out.synapses, err = s.newSynapses(out)
	if err != nil {
		return nil, fmt.Errorf("projection %s: %w", p.Name, err)
	}
	return out, nil
}

// compartments is the input of a coupling into cells with shape: it is no symbol.
const compartments = math.MaxInt

// routeOf finds the receptor or input of a projection.
func routeOf(p *network.Projection) (route, error) {
	m := p.Target.Population.Model
	r := route{input: -1}
	if p.Synapse != nil && p.Synapse.Couple != ir.None {
		if m == nil {
			r.input = compartments
			return r, nil
		}
		port, err := network.CouplingPort(p)
		if err != nil {
			return r, err
		}
		r.input, _ = m.Symbol(port)
		return r, nil
	}
	if m.Kind == ir.ArtificialCell {
		return r, nil
	}
	ports, err := network.Receptors(p)
	if err != nil {
		return r, err
	}
	r.receptor, _ = m.Receptor(ports[0])
	if len(ports) == 2 {
		r.split = true
		r.negative, _ = m.Receptor(ports[1])
		r.magnitude = m.Receptors[r.negative].Dim == unit.Conductance
	}
	return r, nil
}
