package morph

import (
	"fmt"
	"strings"

	"github.com/cajal-sim/cajal/unit"
)

// Region is a part of a cell: it says of every place whether it belongs.
type Region func(m *Morphology, p Place) bool

// Everywhere is the region of all places.
func Everywhere(*Morphology, Place) bool { return true }

// Of returns the region of all sections of the given types.
func Of(types ...Type) Region {
	return func(m *Morphology, p Place) bool {
		for _, t := range types {
			if m.Sections[p.Section].Type == t {
				return true
			}
		}
		return false
	}
}

// Beyond returns the region of places at a path distance of more than so many µm
// from the Origin.
func Beyond(distance float64) Region {
	return func(m *Morphology, p Place) bool { return m.Distance(m.Origin(), p) > distance }
}

// Within returns the region of places at a path distance of at most so many µm
// from the Origin.
func Within(distance float64) Region {
	return func(m *Morphology, p Place) bool { return m.Distance(m.Origin(), p) <= distance }
}

// And returns the region of places that belong to both.
func (r Region) And(other Region) Region {
	return func(m *Morphology, p Place) bool { return r(m, p) && other(m, p) }
}

// Or returns the region of places that belong to one or both.
func (r Region) Or(other Region) Region {
	return func(m *Morphology, p Place) bool { return r(m, p) || other(m, p) }
}

// ParseRegion reads a region like "soma", "all", "dend, apic" or "apic beyond
// 300 um within 1 mm": a list of types, each with bounds of the path distance
// from the Origin. Types may be spelled as ParseType reads them.
func ParseRegion(text string) (Region, error) {
	var region Region
	for _, part := range strings.Split(text, ",") {
		r, err := parsePart(strings.Fields(part))
		if err != nil {
			return nil, fmt.Errorf("region %q: %w", text, err)
		}
		if region == nil {
			region = r
		} else {
			region = region.Or(r)
		}
	}
	return region, nil
}

// parsePart reads one type with its bounds.
func parsePart(fields []string) (Region, error) {
	if len(fields) == 0 {
		return nil, fmt.Errorf("a type of section is missing, want soma, axon, dend, apic or all")
	}
	region, err := parseWhere(fields[0])
	for fields = fields[1:]; err == nil && len(fields) > 0; {
		bound := fields[0]
		n := 1
		for n < len(fields) && fields[n] != "beyond" && fields[n] != "within" {
			n++
		}
		var distance float64
		distance, err = parseDistance(bound, strings.Join(fields[1:n], " "))
		if bound == "beyond" {
			region = region.And(Beyond(distance))
		} else {
			region = region.And(Within(distance))
		}
		fields = fields[n:]
	}
	return region, err
}

func parseWhere(word string) (Region, error) {
	if word == "all" {
		return Everywhere, nil
	}
	t, err := ParseType(word)
	return Of(t), err
}

// parseDistance reads the quantity behind a bound, in µm.
func parseDistance(bound, text string) (float64, error) {
	if bound != "beyond" && bound != "within" {
		remedy := ""
		if near := unit.NearestOf(bound, []string{"beyond", "within"}); near != "" {
			remedy = fmt.Sprintf("; did you mean %q?", near)
		}
		return 0, fmt.Errorf("got %q behind a type, want beyond or within, or a comma before the next type%s", bound, remedy)
	}
	if text == "" {
		return 0, fmt.Errorf("a distance is missing behind %q, want one like 300 um", bound)
	}
	q, err := unit.ParseQuantity(text)
	if err != nil {
		return 0, fmt.Errorf("distance behind %q: %w", bound, err)
	}
	x, err := q.In(unit.MustParse("um"))
	if err != nil {
		return 0, fmt.Errorf("distance behind %q is %s, want a length like 300 um", bound, text)
	}
	return x, nil
}
