package morph

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/cajal-sim/cajal/unit"
)

// Type says what a section is, by the numbers of SWC files: 1 soma, 2 axon,
// 3 basal dendrite, 4 apical dendrite, 0 undefined, others the file's own.
type Type int

// The types that all programs know.
const (
	Undefined Type = iota
	Soma
	Axon
	Dend // basal dendrite, or any dendrite of a cell without an apical one
	Apic // apical dendrite
)

// typeNames are NEURON's names of the known types.
var typeNames = [...]string{Soma: "soma", Axon: "axon", Dend: "dend", Apic: "apic"}

// String returns NEURON's name of the type: soma, axon, dend, apic, or dend_5
// for the custom type 5.
func (t Type) String() string {
	if t > 0 && int(t) < len(typeNames) {
		return typeNames[t]
	}
	return fmt.Sprintf("dend_%d", int(t))
}

// synonyms are other words for the known types, as SONATA and NEURON's subsets
// use them.
var synonyms = map[string]Type{
	"soma": Soma, "somatic": Soma,
	"axon": Axon, "axonal": Axon,
	"dend": Dend, "basal": Dend, "dendrite": Dend,
	"apic": Apic, "apical": Apic,
}

// words lists the synonyms in a fixed order, for advice.
var words = []string{"soma", "axon", "dend", "apic", "somatic", "axonal", "basal", "apical", "dendrite"}

// ParseType reads the name of a type: one of NEURON's names, one of SONATA's
// (somatic, axonal, basal, apical), or dend_N for the type N.
func ParseType(name string) (Type, error) {
	if t, ok := synonyms[name]; ok {
		return t, nil
	}
	if digits, ok := strings.CutPrefix(name, "dend_"); ok {
		if n, err := strconv.Atoi(digits); err == nil && n >= 0 {
			return Type(n), nil
		}
	}
	text := fmt.Sprintf("no type of section is called %q, want soma, axon, dend, apic or dend_N for a custom type N", name)
	if near := unit.NearestOf(name, words); near != "" {
		text += fmt.Sprintf("; did you mean %q?", near)
	}
	return 0, fmt.Errorf("%s", text)
}
