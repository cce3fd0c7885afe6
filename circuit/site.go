package circuit

import (
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/cajal-sim/cajal/morph"
	"github.com/cajal-sim/cajal/network"
	"github.com/cajal-sim/cajal/random"
)

// This file says where on cells synapses are. Edges may name the section and the
// position on it, whose numbers are those of BMTK: in order of import, with a new axon
// last. Else a number of synapses is drawn, in the sections of some types and a range of
// distances, with a probability in proportion to length. BMTK's own draws are of
// another generator: the places differ from its, but not their distribution.

// reach is where the synapses of an edge type may be.
type reach struct {
	types    []morph.Type // nil: all
	from, to float64      // µm along the cell from the start of the soma
}

// reachOf reads the columns target_sections and distance_range of an edge type.
func (w *wires) reachOf(id uint32) (reach, error) {
	r := reach{to: math.Inf(1)}
	sections, _ := w.Types.Text(id, "target_sections")
	for _, name := range strings.FieldsFunc(sections, func(c rune) bool { return strings.ContainsRune("[](), '\"", c) }) {
		t, err := morph.ParseType(name)
		if err != nil {
			return r, fmt.Errorf("type %d: target_sections: %w", id, err)
		}
		r.types = append(r.types, t)
	}
	text, ok := w.Types.Text(id, "distance_range")
	if !ok {
		return r, nil
	}
	var limits []float64
	if json.Unmarshal([]byte(text), &r.to) == nil {
		return r, nil
	}
	if err := json.Unmarshal([]byte(text), &limits); err != nil || len(limits) != 2 || !(limits[0] <= limits[1]) {
		return r, fmt.Errorf("type %d: distance_range is %q, want [FROM, TO] in µm", id, text)
	}
	r.from, r.to = limits[0], limits[1]
	return r, nil
}

// choice is the compartments of a cell that are within reach.
type choice struct {
	compartments []int32
	until        []float64 // sum of the lengths within reach up to and with each compartment
}

// within finds the compartments of a cell in reach. The way to a compartment is that to
// its centre, on either side of which half its length counts.
func (r *reach) within(cell *network.Cell) choice {
	var c choice
	m, total := cell.Tree.Morphology, 0.0
	for i, part := range cell.Tree.Compartments {
		if r.types != nil && !slices.Contains(r.types, m.Sections[part.Section].Type) {
			continue
		}
		centre := m.Distance(m.Origin(), cell.Tree.Place(i))
		if length := min(centre+part.Length/2, r.to) - max(centre-part.Length/2, r.from); length > 0 {
			total += length
			c.compartments = append(c.compartments, int32(i))
			c.until = append(c.until, total)
		}
	}
	return c
}

// draw returns one of the compartments.
func (c *choice) draw(source *random.Source) int32 {
	x := source.Float64() * c.until[len(c.until)-1]
	i, _ := slices.BinarySearch(c.until, x)
	return c.compartments[min(i, len(c.compartments)-1)]
}

// places are the sections and positions that edges name, NaN where they name none.
type places struct{ section, position []float64 }

func (w *wires) places() (places, error) {
	section, position := "afferent_section_id", "afferent_section_pos"
	if w.Has("sec_id") {
		section, position = "sec_id", "sec_x"
	}
	var p places
	var err error
	if p.section, err = w.numbers(section); err != nil {
		return p, err
	}
	p.position, err = w.numbers(position)
	return p, err
}

// named returns the compartment that an edge names; false if it names none.
func (p *places) named(edge int, cell *network.Cell) (site int32, ok bool, err error) {
	section, position := p.section[edge], p.position[edge]
	if math.IsNaN(section) || section < 0 {
		return 0, false, nil
	}
	if n := len(cell.Tree.Morphology.Sections); int(section) >= n {
		return 0, false, fmt.Errorf("section %d, but its cell has sections 0 to %d: ids are BMTK's, which numbers a replaced axon last", int(section), n-1)
	}
	if math.IsNaN(position) {
		position = 0.5
	}
	if !(position >= 0 && position <= 1) {
		return 0, false, fmt.Errorf("position %g on section %d, want 0 to 1", position, int(section))
	}
	return int32(cell.Tree.At(morph.Place{Section: int(section), Position: position})), true, nil
}
