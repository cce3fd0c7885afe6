package circuit

import (
	"fmt"
	"slices"

	"github.com/cajal-sim/cajal/format/sonata"
	"github.com/cajal-sim/cajal/morph"
	"github.com/cajal-sim/cajal/network"
)

// addElectrode makes a clamp in the chosen cells of a part with shape: a
// stimulus for each run of neighbours. Of those there may be more in the part, of in all.
func (l *loader) addElectrode(in *sonata.Input, c *network.Clamp, p *part, lanes []int32, of int) error {
	for _, run := range runsOf(lanes) {
		s := &network.Stimulus{
			Name:   runName(in, p, run, of),
			Target: network.View{Population: p.population, Lo: int(run[0]), Hi: int(run[1])},
			Clamp:  c,
		}
		for lane := run[0]; lane < run[1]; lane++ {
			site, err := electrodeSite(in, p.population.Shape.Of(int(lane)))
			if err != nil {
				return fmt.Errorf("cell %d: %w", p.population.IDs[lane], err)
			}
			s.Sites = append(s.Sites, site)
		}
		l.circuit.Network.Stimuli = append(l.circuit.Network.Stimuli, s)
	}
	return nil
}

// runsOf are the ranges, lo and hi, of neighbouring lanes.
func runsOf(lanes []int32) (runs [][2]int32) {
	for _, lane := range slices.Sorted(slices.Values(lanes)) {
		if n := len(runs); n > 0 && runs[n-1][1] == lane {
			runs[n-1][1]++
		} else {
			runs = append(runs, [2]int32{lane, lane + 1})
		}
	}
	return runs
}

// runName is the name of an input's stimulus of a run of cells; of one that is not all of
// them, with the first cell's id.
func runName(in *sonata.Input, p *part, run [2]int32, of int) string {
	name := in.Name + " " + p.population.Name
	if int(run[1]-run[0]) == of {
		return name
	}
	return fmt.Sprintf("%s from %d", name, p.population.IDs[run[0]])
}

// electrodeSite is the compartment that an input names: the middle of the soma, or by
// section_name, section_index and section_dist.
func electrodeSite(in *sonata.Input, cell *network.Cell) (int32, error) {
	place := morph.Place{Position: 0.5}
	if x, ok := in.Number("section_dist"); ok {
		place.Position = x
	}
	if !(place.Position >= 0 && place.Position <= 1) {
		return 0, fmt.Errorf("section_dist is %g, want 0 to 1", place.Position)
	}
	name, ok := in.Params["section_name"].(string)
	if !ok {
		name = "soma"
	}
	if index, ok := in.Number("section_index"); ok {
		name = fmt.Sprintf("%s[%d]", name, int(index))
	}
	var err error
	if place.Section, err = cell.Tree.Morphology.Find(name); err != nil {
		return 0, err
	}
	return int32(cell.Tree.At(place)), nil
}
