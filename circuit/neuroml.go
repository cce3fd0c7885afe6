package circuit

import (
	"encoding/xml"
	"fmt"
	"maps"
	"math"
	"os"
	"slices"
	"strconv"
	"strings"
)

// This file reads the biophysicalProperties of NeuroML 2 cells, as the Allen
// Institute exports them: channelDensity and its kin, specificCapacitance,
// resistivity, and a concentrationModel. What a channel is, its name says.

// element is a part of an XML file.
type element struct {
	XMLName  xml.Name
	Attrs    []xml.Attr `xml:",any,attr"`
	Children []element  `xml:",any"`
}

// attr returns an attribute, "" without it.
func (e *element) attr(name string) string {
	for _, a := range e.Attrs {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// label is what messages call an element.
func (e *element) label() string {
	if id := e.attr("id"); id != "" {
		return e.XMLName.Local + " " + id
	}
	return e.XMLName.Local
}

// neuroML is a file while it is read.
type neuroML struct {
	settings []setting
	ignored  []string // elements
	mistakes []error
}

// readNeuroML turns the one cell of a file into settings.
func readNeuroML(path string) (*neuroML, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var top element
	if err := xml.Unmarshal(text, &top); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	n := &neuroML{}
	n.file(&top)
	return n, nil
}

func (n *neuroML) mistakef(format string, values ...any) {
	n.mistakes = append(n.mistakes, fmt.Errorf(format, values...))
}

func (n *neuroML) file(top *element) {
	cells, described := 0, 0
	for i := range top.Children {
		switch e := &top.Children[i]; e.XMLName.Local {
		case "cell":
			cells++
			for k := range e.Children {
				described += n.biophysics(&e.Children[k])
			}
		case "concentrationModel":
			n.concentration(e)
		default: // some of the Institute's files have them beside the cell
			described += n.biophysics(e)
		}
	}
	if cells != 1 || described != 1 {
		n.mistakef("has %d elements cell and %d biophysicalProperties, want 1 of each", cells, described)
	}
}

// biophysics reads the properties that are in two levels of groups, and returns 1 if the
// element has them.
func (n *neuroML) biophysics(e *element) int {
	if e.XMLName.Local != "biophysicalProperties" {
		return 0
	}
	for _, properties := range e.Children {
		for k := range properties.Children {
			n.property(&properties.Children[k])
		}
	}
	return 1
}

func (n *neuroML) property(e *element) {
	switch e.XMLName.Local {
	case "channelDensity", "channelDensityNernst":
		n.density(e)
	case "specificCapacitance":
		n.quantity(e, "value", "", "cm", capacitances)
	case "resistivity":
		n.quantity(e, "value", "", "Ra", resistivities)
	case "species": // its concentrationModel has a group of its own
	case "spikeThresh", "initMembPotential":
		n.ignored = append(n.ignored, e.XMLName.Local)
	default:
		n.mistakef("%s is not supported", e.label())
	}
}

// density reads a channel. The reversal potentials of sodium and potassium are those
// of the section, that of a leak its own, those of others the mechanism's.
func (n *neuroML) density(e *element) {
	channel := e.attr("ionChannel")
	conductance := "gbar"
	if channel == "pas" {
		conductance = "g"
		n.quantity(e, "erev", channel, "e", voltages)
	}
	n.quantity(e, "condDensity", channel, conductance, densities)
	if ion := e.attr("ion"); e.XMLName.Local == "channelDensity" && (ion == "na" || ion == "k") {
		n.quantity(e, "erev", "", "e"+ion, voltages)
	}
}

func (n *neuroML) concentration(e *element) {
	mechanism := e.attr("type")
	n.set(e, mechanism, "", 0)
	for _, q := range []struct {
		name  string
		units map[string]float64
	}{{"gamma", numbers}, {"decay", times}, {"depth", lengths}, {"minCai", concentrations}} {
		if e.attr(q.name) != "" {
			n.quantity(e, q.name, mechanism, q.name, q.units)
		}
	}
}

// groupsOf is where an element is; NeuroML's default is everywhere. Its own names of
// groups end in _group; its dendrites are both kinds.
func groupsOf(e *element) []string {
	switch g := e.attr("segmentGroup"); g {
	case "":
		return []string{"all"}
	case "dendrite_group":
		return []string{"dend", "apic"}
	default:
		return []string{strings.TrimSuffix(g, "_group")}
	}
}

// set adds a setting in all groups of an element.
func (n *neuroML) set(e *element, mechanism, name string, value float64) {
	for _, where := range groupsOf(e) {
		n.settings = append(n.settings, setting{where, mechanism, name, value})
	}
}

// Units of NeuroML, in those of NEURON.
var (
	capacitances   = map[string]float64{"uF_per_cm2": 1, "F_per_m2": 100}
	resistivities  = map[string]float64{"ohm_cm": 1, "ohm_m": 100, "kohm_cm": 1000}
	densities      = map[string]float64{"S_per_cm2": 1, "mS_per_cm2": 1e-3, "S_per_m2": 1e-4}
	voltages       = map[string]float64{"mV": 1, "V": 1000}
	times          = map[string]float64{"ms": 1, "s": 1000}
	lengths        = map[string]float64{"um": 1, "cm": 1e4, "m": 1e6}
	concentrations = map[string]float64{"mM": 1, "mol_per_m3": 1, "M": 1000, "mol_per_cm3": 1e6}
	numbers        = map[string]float64{"": 1, "ms": 1} // so written by some of the Institute's files
)

// quantity adds a setting from an attribute such as "-107.0 mV".
func (n *neuroML) quantity(e *element, attribute, mechanism, name string, units map[string]float64) {
	text := strings.TrimSpace(e.attr(attribute))
	number, unit := cutUnit(text)
	x, err := strconv.ParseFloat(number, 64)
	factor, ok := units[unit]
	if err != nil || !ok || math.IsNaN(x) || math.IsInf(x, 0) {
		n.mistakef("%s: %s is %q, want a number%s", e.label(), attribute, text, unitsOf(units))
		return
	}
	n.set(e, mechanism, name, x*factor)
}

// cutUnit divides "1e-4 mM" and "0.1um" where the number ends.
func cutUnit(text string) (number, unit string) {
	for end := len(text); end > 0; end-- {
		if _, err := strconv.ParseFloat(text[:end], 64); err == nil {
			return text[:end], strings.TrimSpace(text[end:])
		}
	}
	return "", text
}

// unitsOf continues a message about a quantity.
func unitsOf(units map[string]float64) string {
	if _, none := units[""]; none {
		return ""
	}
	return " in " + strings.Join(slices.Sorted(maps.Keys(units)), ", ")
}
