package sim

import (
	"slices"

	"github.com/cajal-sim/cajal/ir"
	"github.com/cajal-sim/cajal/network"
	"github.com/cajal-sim/cajal/spike"
)

// planes hold what arrives at the receptors of all populations that are solved on the grid:
// a plane the first receptor of each, another the second, and so on. A population
// has the same lanes in all of them.
type planes struct {
	at    map[*network.Population]int // first lane
	lanes int
	all   []*spike.Plane
}

// newPlanes gives populations their lanes: first those where weights are added to states.
func newPlanes(net *network.Network) *planes {
	x := &planes{at: map[*network.Population]int{}}
	for _, first := range []bool{true, false} {
		for _, p := range net.Populations {
			if onGrid(p) && direct(net, p) == first {
				x.at[p] = x.lanes
				x.lanes += spike.Room(p.Size)
			}
		}
	}
	return x
}

// onGrid reports whether a population is cells without shape that are solved step by step.
func onGrid(p *network.Population) bool {
	return p.Model != nil && p.Shape == nil && p.Model.Kind != ir.ArtificialCell && !p.Model.ByEvent && p.Solver != network.Precise
}

// port is a population's port in the i-th plane.
func (x *planes) port(p *network.Population, i int) *spike.Port {
	for len(x.all) <= i {
		x.all = append(x.all, spike.NewPlane(x.lanes))
	}
	return x.all[i].Port(x.at[p], p.Size)
}

// layPorts gives each receptor its port. Where weights are added to states, it moves the
// states there, and receptors of one state have one port.
func (s *Simulation) layPorts(pop *population) {
	var states []int // of planes
	for r, receptor := range pop.Model.Receptors {
		state := -1 - r
		if pop.direct && receptor.Target >= 0 {
			state = receptor.Target
		}
		plane := slices.Index(states, state)
		if plane < 0 {
			plane, states = len(states), append(states, state)
		}
		port := s.planes.port(pop.Population, plane)
		pop.ports = append(pop.ports, port)
		if state >= 0 {
			copy(port.Sums, pop.columns.values[state])
			pop.columns.values[state] = port.Sums
		}
	}
	if !pop.direct && pop.plan.Step != nil {
		pop.readPorts()
	}
}

// readPorts sets the columns by which kernels read ports.
func (pop *population) readPorts() {
	for _, c := range pop.chunks {
		for i, col := range pop.plan.Step.Columns {
			if col.Role == ir.Received {
				r, _ := pop.Model.Receptor(col.Name)
				c.args.Columns[i] = pop.ports[r].Sums
			}
		}
	}
}
