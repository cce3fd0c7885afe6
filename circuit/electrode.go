package circuit

import (
	"fmt"
	"slices"

	"github.com/cajal-sim/cajal/format/sonata"
	"github.com/cajal-sim/cajal/morph"
	"github.com/cajal-sim/cajal/network"
)

// addElectrode makes a clamp in the chosen cells of a part with shape: a
// stimulus for each run of neighbours.
func (l *loader) addElectrode(in *sonata.Input, c *network.Clamp, p *part, lanes []int32) error {
	lanes = slices.Sorted(slices.Values(lanes))
	for lo := 0; lo < len(lanes); {
		hi := lo + 1
		for hi < len(lanes) && lanes[hi] == lanes[hi-1]+1 {
			hi++
		}
		s := &network.Stimulus{
			Name:   in.Name + " " + p.population.Name,
			Target: network.View{Population: p.population, Lo: int(lanes[lo]), Hi: int(lanes[hi-1]) + 1},
			Clamp:  c,
		}
		for _, lane := range lanes[lo:hi] {
			site, err := electrodeSite(in, p.population.Shape.Of(int(lane)))
			if err != nil {
				return fmt.Errorf("cell %d: %w", p.population.IDs[lane], err)
			}
			s.Sites = append(s.Sites, site)
		}
		if lo > 0 || hi < len(lanes) {
			s.Name += fmt.Sprintf(" from %d", p.population.IDs[lanes[lo]])
		}
		l.circuit.Network.Stimuli = append(l.circuit.Network.Stimuli, s)
		lo = hi
	}
	return nil
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
