package circuit

import (
	"fmt"
	"maps"
	"slices"

	"github.com/cajal-sim/cajal/ir"
	"github.com/cajal-sim/cajal/network"
	"github.com/cajal-sim/cajal/random"
)

// synapse is what an edge type says of its synapses; NaN is nothing.
type synapse struct {
	weight, delay, sign float64
	template            string             // model_template or, without it, the file's level_of_detail
	params              map[string]float64 // those that are none of the above
	file                string
}

// synapseParams reads the files of parameters of all edge types.
func (l *loader) synapseParams(w *wires) map[uint32]synapse {
	all := map[uint32]synapse{}
	for _, id := range w.Types.IDs {
		s := plain
		if file, ok := w.Types.Text(id, dynamics); ok {
			s = l.synapseFile(file)
		}
		if template, ok := w.Types.Text(id, "model_template"); ok {
			s.template = template
		}
		all[id] = s
	}
	return all
}

func (l *loader) synapseFile(file string) synapse {
	params, path := l.readParams("synaptic_models_dir", file)
	s := plain
	s.file, s.params = path, map[string]float64{}
	known := map[string]*float64{"weight": &s.weight, "delay": &s.delay, "sign": &s.sign}
	for _, name := range slices.Sorted(maps.Keys(params)) {
		if text, isText := params[name].(string); isText {
			if name == "level_of_detail" {
				s.template = text
			}
			continue // a description
		}
		number, ok, err := params.Number(name)
		switch to := known[name]; {
		case err != nil:
			l.mistakef("%s: %w", path, err)
		case to != nil && ok:
			*to = number
		case ok:
			s.params[name] = number
		}
	}
	return s
}

// bmtkWords are those that BMTK has for NEURON's parameters of synapses. A file of
// Exp2Syn's parameters is often that of an ExpSyn, too.
var bmtkWords = map[string]string{"erev": "e", "tau1": "tau", "tau_1": "tau", "tau2": ""}

// receptors finds the point process of an edge type, and its parameters.
func (l *loader) receptors(s synapse) (*ir.Mechanism, map[string]network.Value, error) {
	if s.template == "" {
		return nil, nil, fmt.Errorf("it has no model_template, such as Exp2Syn, for synapses on biophysical cells")
	}
	m, err := l.mechanism(s.template, ir.PointProcess)
	if err != nil {
		return nil, nil, err
	}
	values := map[string]network.Value{}
	known := parameters(m)
	for _, name := range slices.Sorted(maps.Keys(s.params)) {
		own := name
		if other, ok := bmtkWords[name]; ok && !slices.Contains(known, name) {
			own = other
		}
		if name == "tau2" && own == "" && slices.Contains(known, "tau") {
			l.warnf("%s: tau2 is ignored: %s has one time constant", s.file, m.Name)
			continue
		}
		if !slices.Contains(known, own) {
			return nil, nil, fmt.Errorf("%s: %s has no parameter %q%s", s.file, m.Name, name, nearest(name, known))
		}
		values[own] = network.Number(s.params[name])
	}
	return m, values, nil
}

// onto makes a projection of the edges of one type onto cells with shape. Each edge
// is one synapse where it says where, else nsyns of them; each has the whole weight.
func (l *loader) onto(w *wires, b bundle, rows []int) (*network.Projection, error) {
	source, target := w.source.parts[b.source], w.target.parts[b.target]
	m, values, err := l.receptors(w.of(b.kind))
	if err != nil {
		return nil, fmt.Errorf("type %d: %w", b.kind, err)
	}
	s := &scatter{wires: w, shape: target.population.Shape, choices: map[*network.Cell]choice{}}
	if s.reach, err = w.reachOf(b.kind); err != nil {
		return nil, err
	}
	p := &network.Projection{
		Source: network.All(source.population), Target: network.All(target.population),
		Rule: network.Rule{Kind: network.Explicit}, Synapse: m, Values: values,
	}
	var weight, delay []float64
	for _, row := range rows {
		lane := w.target.lane[w.targetRow[row]]
		sites, err := s.sites(row, lane)
		if err != nil {
			return nil, fmt.Errorf("edge %d: %w", row, err)
		}
		for _, site := range sites {
			p.Rule.Sources = append(p.Rule.Sources, uint32(w.source.lane[w.sourceRow[row]]))
			p.Rule.Targets = append(p.Rule.Targets, uint32(lane))
			p.Sites = append(p.Sites, site)
			weight, delay = append(weight, w.weight[row]), append(delay, w.delay[row])
		}
	}
	p.Weight, p.Delay = network.Numbers(weight), network.Numbers(delay)
	return p, nil
}

// scatter finds places for the synapses of one edge type.
type scatter struct {
	*wires
	shape   *network.Shape
	reach   reach
	choices map[*network.Cell]choice
}

// placement is the stream of random numbers of places; entities are edges.
const placement = 1

// sites are the compartments of the synapses of an edge.
func (s *scatter) sites(row int, lane int32) ([]int32, error) {
	cell := s.shape.Of(int(lane))
	if site, ok, err := s.place.named(row, cell); ok || err != nil {
		return []int32{site}, err
	}
	c, known := s.choices[cell]
	if !known {
		c = s.reach.within(cell)
		s.choices[cell] = c
	}
	if len(c.compartments) == 0 {
		return nil, fmt.Errorf("no compartment of its cell is in target_sections and distance_range of type %d", s.TypeID[row])
	}
	source := random.NewSource(0, uint64(row), placement)
	sites := make([]int32, int(given(s.count[row], 1)))
	for i := range sites {
		sites[i] = c.draw(&source)
	}
	return sites, nil
}
