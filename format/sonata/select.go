package sonata

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Select returns the nodes that set picks, by population, in the order given.
// Populations of which it picks none are left out. The order of populations
// matters only to the legacy key "gids", which counts through all of them.
func (s *NodeSets) Select(set NodeSet, populations []*Nodes) ([]Selection, error) {
	sel := &selector{sets: s, populations: populations}
	picked, err := sel.pick(set)
	if err != nil {
		return nil, err
	}
	var out []Selection
	for p, nodes := range populations {
		var index []int
		for i, in := range picked[p] {
			if in {
				index = append(index, i)
			}
		}
		if len(index) > 0 {
			out = append(out, Selection{Nodes: nodes, Index: index})
		}
	}
	return out, nil
}

// selector evaluates node sets to masks of shape (populations, nodes).
type selector struct {
	sets        *NodeSets
	populations []*Nodes
}

func (s *selector) mask(in bool) [][]bool {
	masks := make([][]bool, len(s.populations))
	for p, nodes := range s.populations {
		masks[p] = slices.Repeat([]bool{in}, nodes.Len())
	}
	return masks
}

func (s *selector) pick(set NodeSet) ([][]bool, error) {
	switch set.kind {
	case setName:
		return s.named(set.name)
	case setUnion:
		return s.union(set.union)
	case setFilter:
		return s.all(set.filter)
	}
	return s.mask(true), nil
}

func (s *selector) named(name string) ([][]bool, error) {
	if set, ok := s.sets.sets[name]; ok {
		return s.pick(set)
	}
	known := slices.Clone(s.sets.names)
	for p, nodes := range s.populations {
		if nodes.Population == name {
			masks := s.mask(false)
			masks[p] = slices.Repeat([]bool{true}, nodes.Len())
			return masks, nil
		}
		known = append(known, nodes.Population)
	}
	if name == "all" {
		return s.mask(true), nil
	}
	place := ""
	if s.sets.path != "" {
		place = s.sets.path + ": "
	}
	return nil, fmt.Errorf("%sno node set or population %q%s", place, name, suggest(name, known))
}

func (s *selector) union(sets []NodeSet) ([][]bool, error) {
	masks := s.mask(false)
	for _, part := range sets {
		picked, err := s.pick(part)
		if err != nil {
			return nil, err
		}
		for p := range masks {
			for i, in := range picked[p] {
				masks[p][i] = masks[p][i] || in
			}
		}
	}
	return masks, nil
}

func (s *selector) all(filter []condition) ([][]bool, error) {
	masks := s.mask(true)
	for _, c := range filter {
		if err := s.narrow(masks, c); err != nil {
			return nil, err
		}
	}
	return masks, nil
}

// narrow takes out of masks the nodes for which c does not hold.
func (s *selector) narrow(masks [][]bool, c condition) error {
	known, first := false, 0
	for p, nodes := range s.populations {
		holds, err := c.test(nodes, first)
		if err != nil {
			return err
		}
		known = known || holds != nil
		for i := range masks[p] {
			masks[p][i] = masks[p][i] && holds != nil && holds(i)
		}
		first += nodes.Len()
	}
	if known || len(s.populations) == 0 {
		return nil
	}
	return fmt.Errorf("node set {%s}: no population has the attribute %q%s", c, c.key, suggest(c.key, s.attributes()))
}

func (s *selector) attributes() []string {
	names := []string{"population", "node_id"}
	for _, nodes := range s.populations {
		names = append(names, nodes.Attributes()...)
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// test returns a function that says whether c holds for a node, or nil if the
// population does not know the attribute. first is the population's first gid.
func (c condition) test(nodes *Nodes, first int) (func(i int) bool, error) {
	switch c.key {
	case "population":
		return func(int) bool { return slices.Contains(c.texts, nodes.Population) }, nil
	case "node_id", "node_ids":
		return c.among(func(i int) float64 { return float64(nodes.NodeID[i]) }), nil
	case "gids", "gid":
		return c.among(func(i int) float64 { return float64(first + i) }), nil
	case "node_group_id":
		return c.among(func(i int) float64 { return float64(nodes.Group(i)) }), nil
	case "node_type_id":
		return c.among(func(i int) float64 { return float64(nodes.TypeID[i]) }), nil
	}
	if !nodes.Has(c.key) {
		return nil, nil
	}
	texts, err := nodes.Texts(c.key)
	if err != nil {
		return nil, err
	}
	return func(i int) bool { return c.matches(texts[i]) }, nil
}

// among returns a test of numbers for membership.
func (c condition) among(number func(i int) float64) func(i int) bool {
	set := make(map[float64]bool, len(c.numbers))
	for _, n := range c.numbers {
		set[n] = true
	}
	return func(i int) bool { return set[number(i)] }
}

// matches compares text as text and numbers as numbers: 1 equals "1.0".
func (c condition) matches(text string) bool {
	if slices.Contains(c.texts, text) {
		return true
	}
	if slices.ContainsFunc(c.texts, func(want string) bool {
		return (want == "true" || want == "false") && strings.EqualFold(want, text)
	}) {
		return true
	}
	if len(c.numbers) == 0 {
		return false
	}
	number, err := strconv.ParseFloat(text, 64)
	return err == nil && slices.Contains(c.numbers, number)
}
