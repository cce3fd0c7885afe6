package circuit

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"

	"github.com/cajal-sim/cajal/format/sonata"
	"github.com/cajal-sim/cajal/ir"
	"github.com/cajal-sim/cajal/models"
	"github.com/cajal-sim/cajal/unit"
)

// model is a point-neuron model of another simulator, with its conventions.
type model struct {
	mechanism *ir.Mechanism
	// units are those of the simulator's numbers; what has another dimension is
	// made of mV and ms, and coherent.
	units map[unit.Dimension]unit.Unit
	// start is the initial states of the default parameters, which cells start
	// from whatever their own parameters are; nil: those of their parameters.
	start map[string]float64
	nest  bool
}

// NEST's units, of nest-simulator.readthedocs.io, "Units in NEST".
var nestUnits = map[unit.Dimension]unit.Unit{
	unit.Capacitance: unit.MustParse("pF"),
	unit.Current:     unit.MustParse("pA"),
	unit.Conductance: unit.MustParse("nS"),
	unit.Voltage:     unit.MustParse("mV"),
	unit.Time:        unit.MustParse("ms"),
}

// IntFire1's files give times in seconds.
var intFireUnits = map[unit.Dimension]unit.Unit{unit.Time: unit.MustParse("s")}

// internal converts a number of the simulator's to internal units.
func (m *model) internal(dim unit.Dimension, x float64) float64 {
	if u, ok := m.units[dim]; ok {
		return u.ToInternal(x)
	}
	return x
}

// weightOf converts a weight of the sign that it has at its receptor.
func (m *model) weightOf(x float64) float64 {
	if len(m.mechanism.Receptors) == 0 {
		return x
	}
	return m.internal(m.mechanism.Receptors[0].Dim, x)
}

// modelOf finds the model that a model_template such as nest:iaf_psc_alpha names.
func modelOf(template string) (*model, error) {
	schema, name, _ := strings.Cut(template, ":")
	switch {
	case schema == "nrn" && name == "IntFire1":
		m, err := models.Load("intfire1")
		return &model{mechanism: m, units: intFireUnits}, err
	case schema == "nest":
		return nestModel(name)
	}
	return nil, fmt.Errorf("model_template %q is not supported; those of point cells are nrn:IntFire1 and nest:MODEL", template)
}

func nestModel(name string) (*model, error) {
	known := nestNames()
	if !slices.Contains(known, name) {
		return nil, fmt.Errorf("model_template nest:%s is not supported%s", name, nearest(name, known))
	}
	m, err := models.Load(name)
	if err != nil {
		return nil, err
	}
	return &model{mechanism: m, units: nestUnits, start: defaultStart(m), nest: true}, nil
}

// nestNames lists the library's models that bear NEST's names and parameters:
// those that are not NEST's have none of these forms.
func nestNames() []string {
	var names []string
	for _, name := range models.Names() {
		if strings.HasPrefix(name, "iaf_") || strings.HasPrefix(name, "aeif_") || strings.HasPrefix(name, "gif_") ||
			name == "izhikevich" || name == "hh_psc_alpha" {
			names = append(names, name)
		}
	}
	return names
}

// defaultStart evaluates the initial states of a mechanism with its default
// parameters. States that start at random values are left out.
func defaultStart(m *ir.Mechanism) map[string]float64 {
	g := m.Graph.Clone()
	known := map[int]ir.Ref{}
	for _, x := range m.Of(ir.Param) {
		known[x] = m.Symbols[x].Init
	}
	states := m.Of(ir.State)
	start := map[string]float64{}
	for range states { // a state may start from another one's value
		for _, x := range states {
			r := g.Substitute(m.Symbols[x].Init, known)
			if r != ir.None && g.At(r).Op == ir.Const {
				known[x] = r
				start[m.Symbols[x].Name] = g.At(r).Imm
			}
		}
	}
	return start
}

// settable lists the parameters and states of a model.
func (m *model) settable() []string {
	var names []string
	for _, s := range m.mechanism.Symbols {
		if s.Role == ir.Param || s.Role == ir.State {
			names = append(names, s.Name)
		}
	}
	return names
}

// values converts parameters from a file. Texts are descriptions, not
// parameters; so is null.
func (m *model) values(file string, params sonata.Params) (map[string]float64, []error) {
	values := map[string]float64{}
	var mistakes []error
	for _, name := range slices.Sorted(maps.Keys(params)) {
		if _, text := params[name].(string); text || params[name] == nil {
			continue
		}
		x, ok := m.mechanism.Symbol(name)
		if !ok || !slices.Contains(m.settable(), name) {
			mistakes = append(mistakes, fmt.Errorf("%s: model %s has no parameter %q%s", file, m.mechanism.Name, name, nearest(name, m.settable())))
			continue
		}
		number, _, err := params.Number(name)
		if err != nil || math.IsNaN(number) {
			mistakes = append(mistakes, fmt.Errorf("%s: %w", file, err))
			continue
		}
		values[name] = m.internal(m.mechanism.Symbols[x].Dim, number)
	}
	return values, mistakes
}
