package script

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/cajal-sim/cajal/morph"
	"go.starlark.net/starlark"
)

// sites are the compartments that an argument names, at least one, in its order: all
// where nothing is said; a region or the name of a section; a section; a place; the
// number of a compartment; or a list of these.
func (c *call) sites(cell *Cell, name string, v starlark.Value) ([]int32, error) {
	sites, err := cell.sites(v)
	if err != nil {
		return nil, c.wrong(name, "%v", err)
	}
	seen := make([]bool, len(cell.tree.Compartments))
	once := sites[:0]
	for _, i := range sites {
		if !seen[i] {
			once = append(once, i)
		}
		seen[i] = true
	}
	return once, nil
}

// sites reads one entry. Its errors read "is …, want …".
func (c *Cell) sites(v starlark.Value) ([]int32, error) {
	switch v := v.(type) {
	case nil:
		return between(0, len(c.tree.Compartments)), nil
	case starlark.String:
		return c.region(string(v))
	case *Section:
		i, err := c.section(v)
		if err != nil {
			return nil, err
		}
		return between(c.tree.Range(i)), nil
	case *Place:
		i, err := c.section(v.section)
		if err != nil {
			return nil, err
		}
		return []int32{int32(c.tree.At(morph.Place{Section: i, Position: v.position}))}, nil
	case starlark.Sequence:
		var all []int32
		for _, x := range elements(v) {
			some, err := c.sites(x)
			if err != nil {
				return nil, fmt.Errorf("has an element that %w", err)
			}
			all = append(all, some...)
		}
		if len(all) == 0 {
			return nil, fmt.Errorf("is empty, want places")
		}
		return all, nil
	}
	if i, ok := wholeNumber(v); ok {
		if i < 0 || i >= len(c.tree.Compartments) {
			return nil, fmt.Errorf("is compartment %d, want 0 to %d", i, len(c.tree.Compartments)-1)
		}
		return []int32{int32(i)}, nil
	}
	return nil, fmt.Errorf("is %s, want a place such as dend(0.5), a section, a region such as \"apic beyond 300 um\", or a list of them", described(v))
}

// between lists the compartments from lo up to but without hi.
func between(lo, hi int) []int32 {
	all := make([]int32, hi-lo)
	for i := range all {
		all[i] = int32(lo + i)
	}
	return all
}

// spelled is the compartment of a place that is written as labels are: dend[3](0.5).
func (c *Cell) spelled(text string) (int32, bool, error) {
	section, number, ok := strings.Cut(strings.TrimSuffix(text, ")"), "(")
	if !ok || !strings.HasSuffix(text, ")") {
		return 0, false, nil
	}
	i, err := c.tree.Morphology.Find(section)
	if err != nil {
		return 0, true, fmt.Errorf("is %q: %w", text, err)
	}
	position, err := strconv.ParseFloat(number, 64)
	if err != nil || !(position >= 0 && position <= 1) {
		return 0, true, fmt.Errorf("is %q, whose position is %s, want 0, at the start of the section, to 1, at its end", text, number)
	}
	return int32(c.tree.At(morph.Place{Section: i, Position: position})), true, nil
}

// region is the compartments of a region, of a section by its name, or of a place.
func (c *Cell) region(text string) ([]int32, error) {
	if i, ok, err := c.spelled(text); ok {
		return []int32{i}, err
	}
	region, err := morph.ParseRegion(text)
	if err != nil {
		if i, e := c.tree.Morphology.Find(text); e == nil {
			return between(c.tree.Range(i)), nil
		} else if slices.Contains([]byte(text), '[') {
			err = e
		}
		return nil, fmt.Errorf("is %q: %w", text, err)
	}
	selected := c.tree.Select(region)
	if len(selected) == 0 {
		return nil, fmt.Errorf("is %q, where the cell has no compartment; its sections are %s", text, c.census())
	}
	all := make([]int32, len(selected))
	for k, i := range selected {
		all[k] = int32(i)
	}
	return all, nil
}

// section is the number of a section in the cell.
func (c *Cell) section(d *Section) (int, error) {
	i, ok := c.number[d]
	if !ok {
		return 0, fmt.Errorf("is on %s, a section that is not in the cell %s", d, c.name)
	}
	return i, nil
}

// site is the one compartment that an argument names; the middle of the soma where
// nothing is said.
func (c *call) site(cell *Cell, name string, v starlark.Value) (int32, error) {
	if v == nil {
		return cell.middle(), nil
	}
	sites, err := c.sites(cell, name, v)
	if err != nil {
		return 0, err
	}
	if len(sites) > 1 {
		return 0, c.wrong(name, "has %d compartments, want one place, such as dend(0.5)", len(sites))
	}
	return sites[0], nil
}

// middle is the compartment in the middle of the first section of the soma, or of the
// root where there is no soma.
func (c *Cell) middle() int32 {
	return int32(c.tree.At(morph.Place{Section: c.tree.Morphology.Origin().Section, Position: 0.5}))
}

// label names a compartment: dend[3](0.5).
func (c *Cell) label(compartment int32) string {
	p := c.tree.Place(int(compartment))
	return fmt.Sprintf("%s(%.3g)", c.tree.Morphology.Name(p.Section), p.Position)
}
