package circuit

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/cajal-sim/cajal/format/sonata"
	"github.com/cajal-sim/cajal/ir"
	"github.com/cajal-sim/cajal/network"
)

// cells is a SONATA population in the network: one population, or one for each
// model that its cells have.
type cells struct {
	nodes *sonata.Nodes
	parts []*part
	row   map[uint32]int // by node id
	part  []int32        // shape (nodes): index of the part that a node is in,
	lane  []int32        // and its lane there
}

// part is the nodes of one population that have the same model.
type part struct {
	population *network.Population
	model      *model // nil: virtual, or with shape
	rows       []int  // ascending
	exact      bool   // spikes go to cells that take them at exact times, too
	onGrid     bool   // spikes go to cells that are solved on the grid
}

// readCells reads all files of nodes and reports whether they are right.
func (l *loader) readCells() bool {
	before := len(l.mistakes)
	for _, file := range l.config.Nodes {
		populations, err := sonata.ReadNodes(file.File, file.Types)
		if err != nil {
			l.mistake(err)
			continue
		}
		for _, nodes := range populations {
			l.addCells(file.File, nodes)
		}
	}
	return len(l.mistakes) == before
}

func (l *loader) addCells(file string, nodes *sonata.Nodes) {
	if l.byName[nodes.Population] != nil {
		l.mistakef("%s: population %s is in another file of nodes, too", file, nodes.Population)
		return
	}
	c := &cells{nodes: nodes, row: nodes.Rows(), part: make([]int32, nodes.Len()), lane: make([]int32, nodes.Len())}
	l.cells = append(l.cells, c)
	l.byName[nodes.Population] = c
	templates, err := templatesOf(nodes)
	if err != nil {
		l.mistake(err)
		return
	}
	if !l.divide(c, templates) {
		return
	}
	for i, p := range c.parts {
		l.addPart(c, i, p)
	}
}

// addPart completes a part and makes it a population of the network.
func (l *loader) addPart(c *cells, index int, p *part) {
	p.population.Name = c.nodes.Population
	if len(c.parts) > 1 {
		p.population.Name = partName(c.nodes.Population, p)
		l.circuit.Names[p.population] = c.nodes.Population
	}
	p.population.Size = len(p.rows)
	p.population.IDs = make([]uint64, len(p.rows))
	for lane, row := range p.rows {
		c.part[row], c.lane[row] = int32(index), int32(lane)
		p.population.IDs[lane] = uint64(c.nodes.NodeID[row])
	}
	switch {
	case p.model != nil:
		l.setValues(c, p)
	case p.hasShape():
		l.setShape(c, p)
	}
	l.mistake(p.place(c.nodes))
	l.mistake(p.turn(c.nodes))
	l.circuit.Network.Populations = append(l.circuit.Network.Populations, p.population)
}

func partName(population string, p *part) string {
	switch {
	case p.hasShape():
		return population + "_" + biophysical
	case p.model == nil:
		return population + "_" + virtual
	}
	return population + "_" + p.model.mechanism.Name
}

// hasShape reports whether the cells have compartments.
func (p *part) hasShape() bool { return p.population.Shape != nil }

// isVirtual reports whether the cells have no equations.
func (p *part) isVirtual() bool { return p.model == nil && !p.hasShape() }

// These stand for the template of cells that have none, or whose template is but a
// part of what makes them.
const (
	virtual     = "virtual"
	biophysical = "biophysical"
)

// templatesOf returns the model of every node.
func templatesOf(nodes *sonata.Nodes) ([]string, error) {
	types, err := nodes.Texts("model_type")
	if err != nil {
		return nil, err
	}
	templates := make([]string, nodes.Len())
	if nodes.Has("model_template") {
		if templates, err = nodes.Texts("model_template"); err != nil {
			return nil, err
		}
	}
	for row, kind := range types {
		switch kind {
		case virtual, biophysical:
			templates[row] = kind
		case "point_process", "point_neuron", "point_soma":
			if templates[row] == "" {
				return nil, fmt.Errorf("population %s: node %d is a %s without a model_template", nodes.Population, nodes.NodeID[row], kind)
			}
		case "single_compartment":
			return nil, fmt.Errorf("population %s: %s cells are not supported by this version; biophysical, point and virtual cells are", nodes.Population, kind)
		default:
			return nil, fmt.Errorf("population %s: node %d has the model_type %q, want biophysical, point_process, point_neuron or virtual", nodes.Population, nodes.NodeID[row], kind)
		}
	}
	return templates, nil
}

// divide makes a part of each template, in order of appearance.
func (l *loader) divide(c *cells, templates []string) bool {
	at := map[string]*part{}
	for row, template := range templates {
		p := at[template]
		if p == nil {
			p = &part{population: &network.Population{}}
			at[template] = p
			if !l.setModel(c, p, template) {
				return false
			}
			c.parts = append(c.parts, p)
		}
		p.rows = append(p.rows, row)
	}
	return true
}

// setModel gives a part its model.
func (l *loader) setModel(c *cells, p *part, template string) bool {
	switch template {
	case virtual:
		p.population.Trains = &network.Trains{}
		return true
	case biophysical:
		p.population.Shape = &network.Shape{}
		return true
	}
	m, err := modelOf(template)
	if err != nil {
		l.mistakef("population %s: %w", c.nodes.Population, err)
		return false
	}
	p.model = m
	p.population.Model = m.mechanism
	return true
}

// dynamics is where SONATA has parameters: as the column that names a file,
// and as the folder of those of single cells.
const dynamics = "dynamics_params"

// setValues sets the parameters of a part: of each cell's file, and over them
// those of single cells.
func (l *loader) setValues(c *cells, p *part) {
	values := map[string][]float64{}
	set := func(name string, lane int, x float64) {
		if values[name] == nil {
			values[name] = slices.Repeat([]float64{math.NaN()}, len(p.rows))
		}
		values[name][lane] = x
	}
	if c.nodes.Has(dynamics) {
		l.fileValues(c, p, set)
	}
	l.ownValues(c, p, set)
	l.finishValues(p, values)
	if v, ok := p.model.start["V_m"]; ok && values["V_m"] == nil {
		l.warnf("population %s: V_m starts at %g mV, NEST's default; conditions.v_init is not applied to NEST's models", c.nodes.Population, v)
	}
}

func (l *loader) fileValues(c *cells, p *part, set func(name string, lane int, x float64)) {
	files, err := c.nodes.Texts(dynamics)
	l.mistake(err)
	if err != nil {
		return
	}
	byFile := map[string]map[string]float64{}
	for lane, row := range p.rows {
		file := files[row]
		if file == "" {
			continue
		}
		own, known := byFile[file]
		if !known {
			own = l.modelParams(p.model, file)
			byFile[file] = own
		}
		for name, x := range own {
			set(name, lane, x)
		}
	}
}

// modelParams reads the parameters of a model.
func (l *loader) modelParams(m *model, file string) map[string]float64 {
	params, path := l.readParams("point_neuron_models_dir", file)
	values, mistakes := m.values(path, params)
	for _, err := range mistakes {
		l.mistake(err)
	}
	return values
}

// readParams reads a file of parameters from one of the components' folders.
func (l *loader) readParams(component, file string) (sonata.Params, string) {
	path, err := l.config.Component(component, file)
	if err != nil {
		l.mistake(err)
		return nil, file
	}
	if _, known := l.params[path]; !known {
		l.params[path], err = sonata.ReadParams(path)
		l.mistake(err)
	}
	return l.params[path], path
}

// ownValues sets the parameters that stand in the file of nodes.
func (l *loader) ownValues(c *cells, p *part, set func(name string, lane int, x float64)) {
	for _, attribute := range c.nodes.Attributes() {
		name, ok := strings.CutPrefix(attribute, dynamics+"/")
		if !ok {
			continue
		}
		x, ok := p.model.mechanism.Symbol(name)
		if !ok || !slices.Contains(p.model.settable(), name) {
			l.mistakef("population %s: %s: model %s has no parameter %q%s", c.nodes.Population, attribute, p.model.mechanism.Name, name, nearest(name, p.model.settable()))
			continue
		}
		numbers, err := c.nodes.Numbers(attribute)
		if err != nil {
			l.mistake(err)
			continue
		}
		for lane, row := range p.rows {
			if !math.IsNaN(numbers[row]) {
				set(name, lane, p.model.internal(p.model.mechanism.Symbols[x].Dim, numbers[row]))
			}
		}
	}
}

// finishValues gives the population one number where all cells have the same,
// else an array, in which the model's default stands for what no file sets.
func (l *loader) finishValues(p *part, values map[string][]float64) {
	p.population.Values = map[string]network.Value{}
	for name, x := range p.model.start {
		p.population.Values[name] = network.Number(x)
	}
	for name, array := range values {
		standard := p.model.standard(name)
		for lane, x := range array {
			if math.IsNaN(x) {
				array[lane] = standard
			}
		}
		if slices.ContainsFunc(array, func(x float64) bool { return x != array[0] }) {
			p.population.Values[name] = network.Value{Array: array}
		} else {
			p.population.Values[name] = network.Number(array[0])
		}
	}
}

// standard is the model's own value of a parameter or state.
func (m *model) standard(name string) float64 {
	x, _ := m.mechanism.Symbol(name)
	if start, ok := m.start[name]; ok {
		return start
	}
	if init := m.mechanism.Symbols[x].Init; init != ir.None && m.mechanism.Graph.At(init).Op == ir.Const {
		return m.mechanism.Graph.At(init).Imm
	}
	return 0
}

// place copies positions, where all three coordinates are known.
func (p *part) place(nodes *sonata.Nodes) error {
	x, y, z, err := nodes.Positions()
	if err != nil || x == nil || y == nil || z == nil {
		return err
	}
	positions := make([][3]float64, len(p.rows))
	for lane, row := range p.rows {
		positions[lane] = [3]float64{x[row], y[row], z[row]}
		if math.IsNaN(x[row] + y[row] + z[row]) {
			return nil
		}
	}
	p.population.Positions = positions
	return nil
}
