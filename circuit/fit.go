package circuit

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/cajal-sim/cajal/format/sonata"
)

// The Allen Institute's files of fitted cells, perisomatic and all-active:
//
//	passive[0]     ra (Ω·cm), cm[]{section, cm} (µF/cm²), e_pas (mV)
//	genome[]       section, mechanism, name (gbar_Kv3_1), value
//	conditions[0]  erev[]{section, ena, ek} (mV)
//
// in the order in which they count. Every section has a leak. Numbers may be texts.
// The v_init and celsius of the file are those of the fit: the circuit's count.

// fit is a file of a fitted cell while it is read.
type fit struct {
	settings []setting
	mistakes []error
}

// readFit turns the parameters of a file into settings.
func readFit(params sonata.Params) ([]setting, []error) {
	var f fit
	f.add("all", "pas", "", 0)
	for _, passive := range f.objects("passive", params["passive"]) {
		f.optional("passive", passive, "ra", "all", "", "Ra")
		f.optional("passive", passive, "e_pas", "all", "pas", "e")
		for _, cm := range f.objects("passive.cm", passive["cm"]) {
			f.optional("passive.cm", cm, "cm", f.section("passive.cm", cm), "", "cm")
		}
	}
	for i, gene := range f.objects("genome", params["genome"]) {
		f.gene(fmt.Sprintf("genome[%d]", i), gene)
	}
	for _, conditions := range f.objects("conditions", params["conditions"]) {
		for _, erev := range f.objects("conditions.erev", conditions["erev"]) {
			for _, ion := range []string{"ena", "ek"} {
				f.optional("conditions.erev", erev, ion, f.section("conditions.erev", erev), "", ion)
			}
		}
	}
	return f.settings, f.mistakes
}

func (f *fit) add(where, mechanism, name string, value float64) {
	f.settings = append(f.settings, setting{where, mechanism, name, value})
}

func (f *fit) mistakef(format string, values ...any) {
	f.mistakes = append(f.mistakes, fmt.Errorf(format, values...))
}

// gene adds a parameter, whose name ends in that of its mechanism: g_pas, whatever
// the file says of its mechanism.
func (f *fit) gene(place string, gene map[string]any) {
	where := f.section(place, gene)
	name, _ := gene["name"].(string)
	mechanism, _ := gene["mechanism"].(string)
	value, ok := f.number(place, gene, "value")
	switch {
	case where == "glob": // of the optimiser, not of the cell
		return
	case name == "":
		f.mistakef("%s has no name", place)
		return
	case gene["value"] == nil:
		f.mistakef("%s: %s has no value", place, name)
		return
	case !ok:
		return
	}
	if short, leak := strings.CutSuffix(name, "_pas"); leak {
		name, mechanism = short, "pas"
	}
	f.add(where, mechanism, strings.TrimSuffix(name, "_"+mechanism), value)
}

// optional adds a number if it is there.
func (f *fit) optional(place string, object map[string]any, key, where, mechanism, name string) {
	if x, ok := f.number(place, object, key); ok {
		f.add(where, mechanism, name, x)
	}
}

// objects is the list of objects that a value should be; nil is an empty one.
func (f *fit) objects(place string, v any) []map[string]any {
	list, ok := v.([]any)
	if !ok && v != nil {
		f.mistakef("%s is %v, want a list", place, v)
	}
	var out []map[string]any
	for i, item := range list {
		object, ok := item.(map[string]any)
		if !ok {
			f.mistakef("%s[%d] is %v, want an object", place, i, item)
			continue
		}
		out = append(out, object)
	}
	return out
}

func (f *fit) section(place string, object map[string]any) string {
	name, ok := object["section"].(string)
	if !ok {
		f.mistakef("%s has no section", place)
	}
	return name
}

// number reads a number, which may be in quotes; false if it is missing.
func (f *fit) number(place string, object map[string]any, key string) (float64, bool) {
	switch v := object[key].(type) {
	case nil:
		return 0, false
	case float64:
		return v, true
	case string:
		if x, err := strconv.ParseFloat(strings.TrimSpace(v), 64); err == nil && !math.IsNaN(x) && !math.IsInf(x, 0) {
			return x, true
		}
	}
	f.mistakef("%s.%s is %v, want a number", place, key, object[key])
	return 0, false
}
