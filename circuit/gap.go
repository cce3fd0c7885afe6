package circuit

import (
	"fmt"
	"strings"

	"github.com/cajal-sim/cajal/models"
	"github.com/cajal-sim/cajal/network"
)

// Edges of BMTK with is_gap_junction are gap junctions of syn_weight µS, one each, whatever
// nsyns. Sections are given for the target; the source's are of efferent_section_id, or else the
// same numbers or rules, as in BMTK.

// isGap reports whether the edges of a bundle are gap junctions.
func (w *wires) isGap(rows []int) (bool, error) {
	if len(rows) == 0 || !w.Has("is_gap_junction") {
		return false, nil
	}
	texts, err := w.Texts("is_gap_junction")
	if err != nil {
		return false, err
	}
	yes := func(row int) bool {
		text := strings.ToLower(texts[row])
		return text == "true" || text == "1"
	}
	for _, row := range rows {
		if yes(row) != yes(rows[0]) {
			return false, fmt.Errorf("edges %d and %d are of one type, but only one of them is a gap junction", rows[0], row)
		}
	}
	return yes(rows[0]), nil
}

// join makes a projection of gap junctions, which pass current both ways.
func (l *loader) join(w *wires, b bundle, rows []int) (*network.Projection, error) {
	source, target := w.source.parts[b.source], w.target.parts[b.target]
	if source != target || !source.hasShape() {
		return nil, fmt.Errorf("type %d: gap junctions between %s and %s, want both ends in one population of biophysical cells",
			b.kind, source.population.Name, target.population.Name)
	}
	m, err := models.Load("gap_junction")
	if err != nil {
		return nil, err
	}
	near := &scatter{wires: w, shape: target.population.Shape, choices: map[*network.Cell]choice{}}
	if near.reach, err = w.reachOf(b.kind); err != nil {
		return nil, err
	}
	far, err := near.efferent()
	if err != nil {
		return nil, err
	}
	p := &network.Projection{Source: network.All(source.population), Target: network.All(target.population), Rule: network.Rule{Kind: network.Explicit},
		Synapse: m, Values: map[string]network.Value{"g": network.Number(1)}} // 1 µS times the weight
	var weight []float64
	for _, row := range rows {
		from, to := w.source.lane[w.sourceRow[row]], w.target.lane[w.targetRow[row]]
		there, err := near.sites(row, to)
		if err != nil {
			return nil, fmt.Errorf("edge %d: %w", row, err)
		}
		here, err := far.sites(row, from)
		if err != nil {
			return nil, fmt.Errorf("edge %d: %w", row, err)
		}
		if len(there) == 0 || len(here) == 0 {
			continue
		}
		p.Rule.Sources = append(p.Rule.Sources, uint32(from), uint32(to))
		p.Rule.Targets = append(p.Rule.Targets, uint32(to), uint32(from))
		p.Sites = append(p.Sites, there[0], here[0])
		p.SourceSites = append(p.SourceSites, here[0], there[0])
		weight = append(weight, w.weight[row], w.weight[row])
	}
	p.Weight = network.Numbers(weight)
	return p, nil
}

// efferent finds the places on the sources of gap junctions.
func (s *scatter) efferent() (*scatter, error) {
	out := *s
	if !s.Has("efferent_section_id") {
		return &out, nil
	}
	with := *s.wires
	var err error
	if with.place.section, err = s.numbers("efferent_section_id"); err != nil {
		return nil, err
	}
	with.place.position, err = s.numbers("efferent_section_pos")
	out.wires = &with
	return &out, err
}
