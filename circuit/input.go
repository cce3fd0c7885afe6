package circuit

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"github.com/cajal-sim/cajal/format/sonata"
	"github.com/cajal-sim/cajal/network"
)

// readInputs reads spikes and makes stimuli.
func (l *loader) readInputs() {
	for i := range l.config.Inputs {
		in := &l.config.Inputs[i]
		if err := l.readInput(in); err != nil {
			l.mistakef("input %s: %w", in.Name, err)
		}
	}
	for _, c := range l.cells {
		for _, p := range c.parts {
			if p.isVirtual() {
				l.finishTrains(p)
			}
		}
	}
}

func (l *loader) readInput(in *sonata.Input) error {
	selected, err := l.selected(in.NodeSet)
	if err != nil {
		return err
	}
	if in.Module == "xstim" { // whose type has several names
		return l.addField(in, selected)
	}
	switch in.Type {
	case "spikes":
		return l.readSpikes(in, selected)
	case "current_clamp", "csv", "file":
		return l.addClamp(in, selected)
	case "voltage_clamp":
		return l.addVoltageClamp(in, selected)
	}
	return fmt.Errorf("input_type %q is not supported%s", in.Type, nearest(in.Type, []string{"spikes", "current_clamp", "voltage_clamp", "csv"}))
}

// chosen is the nodes of one population that a node set picks.
type chosen struct {
	cells *cells
	rows  []int
}

// lanes lists those of the chosen nodes that are in a part.
func (c *chosen) lanes(part int) []int32 {
	var lanes []int32
	for _, row := range c.rows {
		if int(c.cells.part[row]) == part {
			lanes = append(lanes, c.cells.lane[row])
		}
	}
	return lanes
}

// selected picks the nodes of a set that an input or report names.
func (l *loader) selected(set sonata.NodeSet) ([]chosen, error) {
	var all []*sonata.Nodes
	for _, c := range l.cells {
		all = append(all, c.nodes)
	}
	picked, err := l.config.NodeSets.Select(set, all)
	if err != nil {
		return nil, err
	}
	var out []chosen
	for _, s := range picked {
		out = append(out, chosen{l.byName[s.Nodes.Population], s.Index})
	}
	if len(out) == 0 {
		return nil, fmt.Errorf("node set %s picks no cells", set)
	}
	return out, nil
}

// readSpikes gives virtual cells the spikes of a file.
func (l *loader) readSpikes(in *sonata.Input, selected []chosen) error {
	list, err := sonata.ReadSpikes(in.File)
	if err != nil {
		return err
	}
	used := 0
	for _, spikes := range list {
		to, err := receiverOf(spikes.Population, selected)
		if err != nil {
			return fmt.Errorf("%s: %w", in.File, err)
		}
		if to == nil {
			l.warnf("input %s: spikes of population %s are ignored: node set %s has no cells of it", in.Name, spikes.Population, in.NodeSet)
			continue
		}
		used++
		if err := l.addSpikes(in, to, &spikes); err != nil {
			return err
		}
	}
	if used == 0 {
		return fmt.Errorf("%s has no spikes of a population in node set %s", in.File, in.NodeSet)
	}
	return nil
}

// receiverOf finds the chosen cells of the population that a file names. Files
// that name none are for the only one.
func receiverOf(population string, selected []chosen) (*chosen, error) {
	for i := range selected {
		if selected[i].cells.nodes.Population == population {
			return &selected[i], nil
		}
	}
	if population != "" {
		return nil, nil
	}
	if len(selected) > 1 {
		return nil, fmt.Errorf("does not say which population its spikes are of: want a node set of one population")
	}
	return &selected[0], nil
}

// addSpikes hands spikes to the cells that have them.
func (l *loader) addSpikes(in *sonata.Input, to *chosen, spikes *sonata.Spikes) error {
	c := to.cells
	wanted := make([]bool, c.nodes.Len())
	for _, row := range to.rows {
		wanted[row] = true
	}
	strangers := 0
	for i, id := range spikes.NodeIDs {
		row, ok := c.row[uint32(id)]
		if !ok || id > math.MaxUint32 || !wanted[row] {
			strangers++
			continue
		}
		p := c.parts[c.part[row]]
		if !p.isVirtual() {
			return fmt.Errorf("node %d of population %s is no virtual cell: spikes can be given to virtual cells only", id, c.nodes.Population)
		}
		trains := p.population.Trains
		trains.Times = append(trains.Times, spikes.Times[i])
		trains.Cells = append(trains.Cells, c.lane[row])
	}
	if strangers > 0 {
		l.warnf("input %s: %d spikes are ignored: node set %s does not have their cells", in.Name, strangers, in.NodeSet)
	}
	return nil
}

// finishTrains sorts the spikes of a part. If they go to cells on the grid they
// are rounded to the nearest step, as NEST's spike_generator does; none is before the
// end of the first.
func (l *loader) finishTrains(p *part) {
	trains := p.population.Trains
	if len(trains.Times) == 0 {
		l.warnf("population %s has no input spikes", p.population.Name)
		return
	}
	if p.onGrid && !p.exact {
		l.roundTimes(p)
	}
	order := make([]int, len(trains.Times))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int {
		return cmp.Or(cmp.Compare(trains.Times[a], trains.Times[b]), cmp.Compare(trains.Cells[a], trains.Cells[b]))
	})
	sorted := &network.Trains{Times: make([]float64, len(order)), Cells: make([]int32, len(order))}
	for to, from := range order {
		sorted.Times[to], sorted.Cells[to] = trains.Times[from], trains.Cells[from]
	}
	p.population.Trains = sorted
}

// offGrid is the distance to the grid, in steps, that is not rounding.
const offGrid = 1e-6

func (l *loader) roundTimes(p *part) {
	step, moved := l.circuit.Step, 0
	for i, t := range p.population.Trains.Times {
		steps := max(math.Round(t/step), 1)
		if math.Abs(t/step-steps) > offGrid {
			moved++
		}
		p.population.Trains.Times[i] = onGrid(steps, step)
	}
	if moved > 0 {
		l.warnf("population %s: %d of %d spike times are rounded to the step, %g ms", p.population.Name, moved, len(p.population.Trains.Times), step)
	}
}

// onGrid is the time of a step, as a decimal fraction where the step is one.
func onGrid(steps, step float64) float64 {
	if perMs := math.Round(1 / step); perMs >= 1 && math.Abs(perMs*step-1) < 1e-12 {
		return steps / perMs
	}
	return steps * step
}
