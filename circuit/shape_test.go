package circuit

import (
	"errors"
	"math"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/cajal-sim/cajal/format/sonata"
	"github.com/cajal-sim/cajal/morph"
	"github.com/cajal-sim/cajal/network"
)

// mixed turns the cell 11 of the small circuit into a biophysical one: a ball with a
// stick and an axon that is to be replaced.
func mixed() map[string]string {
	config := strings.NewReplacer(
		`"components": {`, `"components": {"biophysical_neuron_models_dir": "$DIR", "morphologies_dir": "$DIR", `,
		`"reports": {`, `"reports": {"all": {"cells": {"population": "cells", "node_id": 11}, "variable_name": "v", "module": "membrane_report", "sections": "all"}, `,
	).Replace(small["config.json"])
	return map[string]string{
		"config.json":    config,
		"node_sets.json": strings.ReplaceAll(small["node_sets.json"], "[12]", "[11, 12]"),
		"node_types.csv": "node_type_id population model_type model_template dynamics_params morphology model_processing\n" +
			"1 cells point_neuron nest:iaf_psc_exp slow.json NULL NULL\n" +
			"2 cells biophysical ctdb:Biophys1.hoc fit.json ball aibs_perisomatic\n" +
			"3 cells point_neuron nest:iaf_psc_exp NULL NULL NULL\n" +
			"9 sources virtual NULL NULL NULL NULL\n",
		"edge_types.csv": "edge_type_id syn_weight delay dynamics_params model_template target_sections distance_range\n" +
			"1 40 1.5 fast.json NULL \"['basal']\" \"[60, 130]\"\n" +
			"2 0.5 NULL inhibitory.json NULL NULL NULL\n",
		"fast.json":       `{"level_of_detail": "exp2syn", "tau1": 0.5, "tau2": 4, "erev": -10}`,
		"inhibitory.json": `{"sign": -1, "erev": -80, "level_of_detail": "expsyn"}`,
		"ball.swc":        "1 1 0 0 0 10 -1\n2 2 0 -10 0 1 1\n3 2 0 -60 0 1 2\n4 3 0 10 0 1 1\n5 3 0 110 0 1 4\n6 3 0 210 0 1 5\n",
		"fit.json": `{"passive": [{"ra": 150, "cm": [{"section": "soma", "cm": 1.5}, {"section": "dend", "cm": 2}], "e_pas": -70}],
			"conditions": [{"v_init": -70, "celsius": 20, "erev": [{"section": "soma", "ena": 53, "ek": "-107"}]}],
			"genome": [{"section": "soma", "name": "gbar_NaTs", "value": "0.5", "mechanism": "NaTs"},
				{"section": "glob", "name": "x", "value": 1, "mechanism": ""},
				{"section": "soma", "name": "gbar_Kv3_1", "value": 0.3, "mechanism": "Kv3_1"},
				{"section": "axon", "name": "g_pas", "value": 0.0005, "mechanism": ""}]}`,
	}
}

func TestMixedCircuit(t *testing.T) {
	c := load(t, writeSmall(t, mixed()))
	p := population(t, c, "cells_biophysical")
	cell := p.Shape.Cells[0]
	m := cell.Tree.Morphology
	var names []string
	for i := range m.Sections {
		names = append(names, m.Name(i))
	}
	insert := map[string]network.Insertion{}
	for _, x := range cell.Insert {
		insert[x.Mechanism.Name] = x
	}
	synapses := map[string]*network.Projection{}
	for _, q := range c.Network.Projections {
		if q.Target.Population == p {
			synapses[q.Source.Population.Name] = q
		}
	}
	drive, loop := synapses["sources"], synapses["cells_biophysical"]
	for _, tt := range []struct {
		name      string
		got, want any
	}{
		{"sections, the new axon last", names, []string{"soma[0]", "dend[0]", "axon[0]", "axon[1]"}},
		{"compartments by the rule of 20 µm", len(cell.Tree.Compartments), 1 + 11 + 1 + 1},
		{"temperature, the circuit's", p.Shape.Celsius, 34.0},
		{"start, the circuit's", cell.Start, -80.0},
		{"threshold", cell.Detector.Threshold, -15.0},
		{"capacitance", near9(cell.Capacitance), []float64{1.5e-5, 2e-5, 1e-5, 1e-5}},
		{"resistivity", near9(cell.Resistivity), []float64{1.5, 1.5, 1.5, 1.5}},
		{"leak", insert["pas"].Values["g"].Array[11:], []float64{0.001, 0.0005, 0.0005}},
		{"leak's potential", insert["pas"].Values["e"], network.Number(-70)},
		{"channels in the soma", insert["NaTs"].Compartments, []int{0}},
		{"number in quotes", insert["NaTs"].Values["gbar"], network.Number(0.5)},
		{"potential of potassium", cell.Ions["k"].Potential[:2], []float64{-107, -77}},
		{"synapse", drive.Synapse.Name, "Exp2Syn"},
		{"its parameters", drive.Values, map[string]network.Value{"tau1": network.Number(0.5), "tau2": network.Number(4), "e": network.Number(-10)}},
		{"its weight, whatever nsyns", drive.Weight, network.Number(1.25)},
		{"synapse whose file has no template", loop.Synapse.Name, "ExpSyn"},
		{"files", c.Reports, []string{"all.h5", "potential.h5"}},
		{"compartments of the report", len(c.Network.Probes[0].Sites), 14},
	} {
		if !reflect.DeepEqual(tt.got, tt.want) {
			t.Errorf("%s: got %v, want %v", tt.name, tt.got, tt.want)
		}
	}
	for _, site := range drive.Sites {
		place := cell.Tree.Place(int(site))
		if d := m.Distance(m.Origin(), place); m.Sections[place.Section].Type != morph.Dend || d < 50 || d > 140 {
			t.Errorf("a synapse is %g µm away on %s, want 60 to 130 µm, and half a compartment, on dend[0]", d, m.Name(place.Section))
		}
	}
	r := runFor(t, c, c.Duration)
	if n := len(r.train("cells_biophysical").Times); n == 0 {
		t.Error("no spikes of the biophysical cell: nothing goes to the points")
	}
}

// Files of all-active cells have everything but the resistivity among the genes, and
// numbers as texts. The new axon has the diameters of the old one.
func TestAllActive(t *testing.T) {
	texts := mixed()
	texts["ball.swc"] = "1 1 0 0 0 10 -1\n2 2 0 -10 0 1.5 1\n3 2 0 -60 0 1.5 2\n4 3 0 10 0 1 1\n5 3 0 110 0 1 4\n6 3 0 210 0 1 5\n"
	texts["fit.json"] = `{"passive": [{"ra": 100}], "conditions": [{"v_init": -80, "celsius": 34, "erev": [{"section": "soma", "ena": 53, "ek": -107}, {"section": "axon", "ena": 53, "ek": -107}]}],
		"genome": [{"section": "soma", "name": "cm", "value": "1.25", "mechanism": ""}, {"section": "axon", "name": "cm", "value": "3"},
			{"section": "dend", "name": "Ra", "value": "75.5", "mechanism": ""}, {"section": "soma", "name": "e_pas", "value": "-81", "mechanism": ""},
			{"section": "axon", "name": "g_pas", "value": "0.0003", "mechanism": ""}, {"section": "soma", "name": "decay_CaDynamics", "value": "300", "mechanism": "CaDynamics"},
			{"section": "dend", "name": "gbar_Kv3_1", "value": "0.01", "mechanism": "Kv3_1"}]}`
	for _, tt := range []struct {
		processing string
		sections   int
		diameter   float64 // of the axon, µm
		at         float64 // on the soma
	}{
		{"aibs_allactive", 4, 3, 1}, {"aibs_allactive_directed", 4, 3, 1}, {"aibs_perisomatic_directed", 4, 1, 0.5}, {"aibs_allactive_fullaxon", 3, 3, 0.5},
	} {
		t.Run(tt.processing, func(t *testing.T) {
			texts["node_types.csv"] = strings.Replace(mixed()["node_types.csv"], "aibs_perisomatic", tt.processing, 1)
			cell := population(t, load(t, writeSmall(t, texts)), "cells_biophysical").Shape.Cells[0]
			m := cell.Tree.Morphology
			axon := m.Sections[m.OfType(morph.Axon)[0]]
			insert := map[string]network.Insertion{}
			for _, x := range cell.Insert {
				insert[x.Mechanism.Name] = x
			}
			n := len(cell.Tree.Compartments)
			for _, c := range []struct {
				name      string
				got, want any
			}{
				{"sections", len(m.Sections), tt.sections},
				{"diameter", near9([]float64{axon.Diameter()}), []float64{tt.diameter}},
				{"place on the soma", axon.At, tt.at},
				{"capacitance of the soma", near9(cell.Capacitance)[0], 1.25e-5},
				{"resistivities", near9(cell.Resistivity)[m.OfType(morph.Dend)[0]], 0.755},
				{"leak in the soma", insert["pas"].Values["e"].Array[0], -81.0},
				{"leak everywhere", len(insert["pas"].Compartments), n},
				{"calcium in the soma", insert["CaDynamics"].Compartments, []int{0}},
				{"its decay", insert["CaDynamics"].Values["decay"], network.Number(300)},
				{"channels in the dendrite", len(insert["Kv3_1"].Compartments), 11},
			} {
				if !reflect.DeepEqual(c.got, c.want) {
					t.Errorf("%s: got %v, want %v", c.name, c.got, c.want)
				}
			}
		})
	}
}

// near9 rounds to nine digits.
func near9(list []float64) []float64 {
	out := slices.Clone(list)
	for i, x := range out {
		scale := math.Pow(10, 9-math.Ceil(math.Log10(x)))
		out[i] = math.Round(x*scale) / scale
	}
	return out
}

// The Allen Institute's two descriptions of a cell are of one fit. NeuroML has 12
// digits of the leak's potential.
func TestFitEqualsNeuroML(t *testing.T) {
	dir := data(t, "shared_components/biophysical_neuron_templates")
	for _, id := range []string{"472363762", "473863510", "473863035", "472912177", "473862421"} {
		n, err := readNeuroML(filepath.Join(dir, "nml", "Cell_"+id+".cell.nml"))
		if err != nil || len(n.mistakes) > 0 {
			t.Fatal(err, n.mistakes)
		}
		params, err := sonata.ReadParams(filepath.Join(dir, "json", id+"_fit.json"))
		if err != nil {
			t.Fatal(err)
		}
		fits, mistakes := readFit(params)
		if len(mistakes) > 0 {
			t.Fatal(mistakes)
		}
		for _, s := range n.settings {
			if s.mechanism == "CaDynamics" && (s.name == "depth" || s.name == "minCai") {
				continue // constants, which the fit leaves to the mechanism
			}
			if x, ok := lastOf(fits, s); !ok || math.Abs(x-s.value) > 1e-6*math.Abs(s.value) {
				t.Errorf("%s: %+v, but the fit has %g", id, s, x)
			}
		}
	}
}

// lastOf is what a list of settings says of the thing that another setting sets.
func lastOf(settings []setting, of setting) (value float64, ok bool) {
	for _, s := range settings {
		if (s.where == of.where || s.where == "all") && s.mechanism == of.mechanism && (s.name == of.name || of.name == "") {
			value, ok = s.value, true
		}
		if of.name == "" {
			value = of.value // only that it is inserted
		}
	}
	return value, ok
}

// Half of a dendrite is within reach where the range ends in its middle.
func TestReach(t *testing.T) {
	c := load(t, writeSmall(t, mixed()))
	cell := population(t, c, "cells_biophysical").Shape.Cells[0]
	for _, tt := range []struct {
		name  string
		reach reach
		want  float64 // µm
	}{
		{"all: soma, dendrite, stubs", reach{to: math.Inf(1)}, 20 + 200 + 60},
		{"the dendrite", reach{types: []morph.Type{morph.Dend}, to: math.Inf(1)}, 200},
		{"from 10 µm, the middle of the soma, half of it", reach{types: []morph.Type{morph.Dend}, from: 10, to: 110}, 100},
		{"none", reach{types: []morph.Type{morph.Apic}, to: math.Inf(1)}, 0},
	} {
		choice, total := tt.reach.within(cell), 0.0
		if n := len(choice.until); n > 0 {
			total = choice.until[n-1]
		}
		if math.Abs(total-tt.want) > 1e-3 { // lengths are rounded to float32, as in NEURON
			t.Errorf("%s: %g µm within reach, want %g", tt.name, total, tt.want)
		}
	}
}

func TestNeuroMLUnitsAndMistakes(t *testing.T) {
	read := func(inside string) *neuroML {
		path := filepath.Join(t.TempDir(), "cell.nml")
		text := "<neuroml><cell><biophysicalProperties><membraneProperties>" + inside + "</membraneProperties></biophysicalProperties></cell></neuroml>"
		if err := os.WriteFile(path, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
		n, err := readNeuroML(path)
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	n := read(`<channelDensity id="a" ionChannel="pas" segmentGroup="dend" condDensity="2 S_per_m2" erev="-0.07V"/>` +
		`<specificCapacitance value="0.01 F_per_m2"/><initMembPotential value="-70 mV"/>`)
	want := []setting{{"dend", "pas", "e", -70}, {"dend", "pas", "g", 2e-4}, {"all", "", "cm", 1}}
	if !reflect.DeepEqual(n.settings, want) || len(n.mistakes) > 0 || !slices.Equal(n.ignored, []string{"initMembPotential"}) {
		t.Errorf("got %v, %v, %v, want %v", n.settings, n.mistakes, n.ignored, want)
	}
	n = read(`<channelDensity id="a" ionChannel="Ih" segmentGroup="dendrite_group" condDensity="1 S_per_cm2"/>` +
		`<resistivity segmentGroup="soma_group" value="1 kohm_cm"/>`)
	want = []setting{{"dend", "Ih", "gbar", 1}, {"apic", "Ih", "gbar", 1}, {"soma", "", "Ra", 1000}}
	if !reflect.DeepEqual(n.settings, want) || len(n.mistakes) > 0 {
		t.Errorf("got %v, %v, want %v", n.settings, n.mistakes, want)
	}
	n = read(`<channelDensity id="a" ionChannel="Im" condDensity="2 S"/><channelPopulation id="b"/>`)
	checkLines(t, errors.Join(n.mistakes...), []string{
		`channelDensity a: condDensity is "2 S", want a number in S_per_cm2, S_per_m2, mS_per_cm2`, "channelPopulation b is not supported"})
}

func TestTuning(t *testing.T) {
	for _, tt := range []struct{ angle, delta float64 }{{0, 0}, {30, 30}, {90, 90}, {150, 30}, {-180, 0}, {350, 10}} {
		if got, want := gaussian(tt.angle, 50), math.Exp(-tt.delta*tt.delta/2500); math.Abs(got-want) > 1e-12 {
			t.Errorf("%g° apart: %g, want %g", tt.angle, got, want)
		}
	}
}

// Mistakes about cells with shape, a line each.
func TestShapeMistakes(t *testing.T) {
	for _, tt := range []struct {
		name, file, from, to, want string
	}{
		{"unknown mechanism", "fit.json", `"mechanism": "NaTs"`, `"mechanism": "NaTz"`, `fit.json: no channel "NaTz": neither NaTz.mod in components.mechanisms_dir nor one of the library; did you mean "NaT`},
		{"unknown parameter", "fit.json", "gbar_Kv3_1", "gbra_Kv3_1", `fit.json: mechanism Kv3_1 has no parameter "gbra"; did you mean "gbar"?`},
		{"unknown sections", "fit.json", `"section": "axon"`, `"section": "axn"`, `fit.json: no sections are called "axn"; did you mean "axon"?`},
		{"text for a number", "fit.json", `"0.5"`, `"much"`, `fit.json: genome[0].value is much, want a number`},
		{"no number", "fit.json", `"0.5"`, `"NaN"`, `fit.json: genome[0].value is NaN, want a number`},
		{"no value", "fit.json", `"value": 0.3, `, ``, `fit.json: genome[2]: gbar_Kv3_1 has no value`},
		{"negative capacitance", "fit.json", `"cm": 1.5`, `"cm": -1.5`, `fit.json: cm of soma is -1.5, want more than 0`},
		{"unknown surgery", "node_types.csv", "aibs_perisomatic", "aibs_perisomatc", `population cells: node 11: model_processing "aibs_perisomatc" is not supported; did you mean "aibs_perisomatic"?`},
		{"missing morphology", "node_types.csv", "ball", "bal", `population cells: node 11: components.morphologies_dir: `},
		{"broken morphology", "ball.swc", "6 3 0 210 0 1 5", "6 3 0 210 0 1 7", `population cells: node 11: `},
		{"unknown synapse", "fast.json", "exp2syn", "exp3syn", `edges wires: type 1: no point process "exp3syn": neither exp3syn.mod`},
		{"unknown parameter of a synapse", "fast.json", "tau2", "tau3", `edges wires: type 1: `},
		{"nowhere", "edge_types.csv", "basal", "apical", `edges wires: edge 1: no compartment of its cell is in target_sections and distance_range of type 1`},
		{"unknown kind of section", "edge_types.csv", "basal", "basel", `edges wires: type 1: target_sections: no type of section is called "basel"`},
		{"range", "edge_types.csv", "[60, 130]", "[160, 130]", `edges wires: type 1: distance_range is "[160, 130]", want [FROM, TO] in µm`},
		{"report", "config.json", `"sections": "all"`, `"sections": "apic"`, `report all: sections: no cell has any of "apic"`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			texts := mixed()
			if !strings.Contains(texts[tt.file], tt.from) {
				t.Fatalf("%s has no %q", tt.file, tt.from)
			}
			texts[tt.file] = strings.Replace(texts[tt.file], tt.from, tt.to, 1)
			_, err := Load(writeSmall(t, texts))
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v, want %s", err, tt.want)
			}
		})
	}
}

// What is wrong with a mechanism's text is said of that text, once for all cells that
// have it, with the line and what to do.
func TestMechanismMistakes(t *testing.T) {
	texts := mixed()
	texts["config.json"] = strings.Replace(texts["config.json"], `"components": {`, `"components": {"mechanisms_dir": "$DIR", `, 1)
	texts["NaTs.mod"] = `NEURON { SUFFIX NaTs NONSPECIFIC_CURRENT i RANGE gbar }
PARAMETER { gbar = 0 (S/cm2) }
ASSIGNED { v (mV) i (mA/cm2) }
INITIAL { WATCH (v > 3) 2 }
BREAKPOINT { i = gbar*(v - eNA) }
`
	path := writeSmall(t, texts)
	_, err := Load(path)
	file := filepath.Join(filepath.Dir(path), "NaTs.mod")
	checkLines(t, err, []string{file + ":4:11: WATCH is not supported; compare in BREAKPOINT", file + ":5:28: unknown name eNA"})
}

// Edges name sections by their ids.
func TestSectionsOutOfRange(t *testing.T) {
	for _, tt := range []struct {
		name, attribute string
		values          []float64
		want            string
	}{
		{"id", "sec_id", []float64{1, 4}, "edges wires: edge 1: section 4, but its cell has sections 0 to 3: ids are BMTK's, which numbers a replaced axon last"},
		{"fewer ids than edges", "sec_id", []float64{1}, "/edges/wires/0/sec_id has 1 values, but row 1 of /edges/wires is number 1"},
		{"number of synapses", "nsyns", []float64{1, -1}, "edges wires: edge 1: nsyns is -1, want a number of synapses"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			path := writeSmall(t, mixed())
			edges := filepath.Join(filepath.Dir(path), "edges.h5")
			if err := os.Remove(edges); err != nil {
				t.Fatal(err)
			}
			writeFile(t, edges, map[string][]float64{
				"/edges/wires/source_node_id": {0, 1}, "/edges/wires/target_node_id": {11, 11}, "/edges/wires/edge_type_id": {1, 1},
				"/edges/wires/edge_group_id": {0, 0}, "/edges/wires/edge_group_index": {0, 1}, "/edges/wires/0/" + tt.attribute: tt.values,
			}, map[string]string{"/edges/wires/source_node_id": "sources", "/edges/wires/target_node_id": "cells"})
			_, err := Load(path)
			checkLines(t, err, []string{tt.want})
		})
	}
}

func TestSectionOfEdges(t *testing.T) {
	c := load(t, writeSmall(t, mixed()))
	cell := population(t, c, "cells_biophysical").Shape.Cells[0]
	nan := math.NaN()
	p := places{section: []float64{1, 3, nan, 4, 1}, position: []float64{0.99, nan, 0.5, 0.5, 1.5}}
	for i, want := range []struct {
		site int32
		ok   bool
		err  string
	}{
		{11, true, ""}, {13, true, ""}, {0, false, ""},
		{0, false, "section 4, but its cell has sections 0 to 3: ids are BMTK's, which numbers a replaced axon last"}, {0, false, "position 1.5 on section 1, want 0 to 1"},
	} {
		site, ok, err := p.named(i, cell)
		if site != want.site || ok != want.ok || (err == nil) != (want.err == "") || err != nil && err.Error() != want.err {
			t.Errorf("section %g at %g: got %d, %v, %v, want %+v", p.section[i], p.position[i], site, ok, err, want)
		}
	}
}
