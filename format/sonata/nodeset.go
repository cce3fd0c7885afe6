package sonata

import (
	"fmt"
	"slices"
	"strings"
)

// NodeSets is the named sets of a node_sets file, in its order. Besides them,
// every population's name is a node set, and "all" is every node.
type NodeSets struct {
	names []string
	sets  map[string]NodeSet
	path  string
}

// NodeSet picks nodes. It is a name, a filter by attributes, or a list of
// either, which is their union; the zero value is all nodes.
type NodeSet struct {
	name   string
	filter []condition // all must hold
	union  []NodeSet
	kind   setKind
}

type setKind int

const (
	setAll setKind = iota
	setName
	setFilter
	setUnion
)

// condition holds for a node whose attribute has any of the values.
type condition struct {
	key     string
	numbers []float64
	texts   []string
}

// Selection is the nodes of one population that a node set picks.
type Selection struct {
	Nodes *Nodes
	Index []int // rows of Nodes, ascending
}

// Named returns the node set of that name.
func Named(name string) NodeSet { return NodeSet{kind: setName, name: name} }

// String prints the set as its file would.
func (s NodeSet) String() string {
	switch s.kind {
	case setName:
		return s.name
	case setFilter:
		var parts []string
		for _, c := range s.filter {
			parts = append(parts, c.String())
		}
		return "{" + strings.Join(parts, ", ") + "}"
	case setUnion:
		var parts []string
		for _, part := range s.union {
			parts = append(parts, part.String())
		}
		return "[" + strings.Join(parts, ", ") + "]"
	}
	return "all"
}

func (c condition) String() string {
	var values []string
	for _, n := range c.numbers {
		values = append(values, fmt.Sprint(n))
	}
	return c.key + ": " + strings.Join(append(values, c.texts...), "|")
}

// ReadNodeSets reads a node_sets file.
func ReadNodeSets(path string) (*NodeSets, error) {
	d, top, err := readDocument(path)
	if err != nil {
		return nil, err
	}
	sets := &NodeSets{}
	if err := sets.add(d, top); err != nil {
		return nil, err
	}
	return sets, nil
}

// Names returns the names of the sets in the file's order.
func (s *NodeSets) Names() []string { return slices.Clone(s.names) }

// add reads the sets of an object; a later set replaces an earlier one of the
// same name.
func (s *NodeSets) add(d *document, top *object) error {
	var m mistakes
	s.path = d.path
	if s.sets == nil {
		s.sets = map[string]NodeSet{}
	}
	for _, name := range top.keys {
		set, err := parseNodeSet(d, top.values[name])
		m.add(err)
		if _, again := s.sets[name]; !again {
			s.names = append(s.names, name)
		}
		s.sets[name] = set
	}
	seen := map[string]reading{}
	for _, name := range top.keys {
		if cycle := s.cycle(name, nil, seen); cycle != nil {
			m.add(d.errorf(top.values[name], "cyclic node set %s", strings.Join(cycle, " → ")))
		}
	}
	return m.err()
}

// cycle returns the names of a cycle that is reached from name, each cycle once.
func (s *NodeSets) cycle(name string, trail []string, seen map[string]reading) []string {
	set, known := s.sets[name]
	if !known || seen[name] == done {
		return nil
	}
	trail = append(trail, name)
	if seen[name] == begun {
		return trail[slices.Index(trail, name):]
	}
	seen[name] = begun
	defer func() { seen[name] = done }()
	for _, part := range set.parts() {
		if cycle := s.cycle(part, trail, seen); cycle != nil {
			return cycle
		}
	}
	return nil
}

// parts returns the names that a set consists of.
func (s NodeSet) parts() []string {
	if s.kind == setName {
		return []string{s.name}
	}
	var names []string
	for _, part := range s.union {
		names = append(names, part.parts()...)
	}
	return names
}

func parseNodeSet(d *document, v *value) (NodeSet, error) {
	switch data := v.data.(type) {
	case string:
		return Named(data), nil
	case *object:
		return parseFilter(d, data)
	case []*value:
		return parseUnion(d, v, data)
	}
	return NodeSet{}, d.errorf(v, "node set is %s, want a name, a list of names or an object of attributes", describe(v))
}

// parseUnion reads a list of names; a list of numbers is node ids.
func parseUnion(d *document, v *value, list []*value) (NodeSet, error) {
	if len(list) > 0 {
		if _, numeric := list[0].data.(float64); numeric {
			c, err := parseCondition(d, "node_id", v)
			return NodeSet{kind: setFilter, filter: []condition{c}}, err
		}
	}
	set := NodeSet{kind: setUnion}
	var m mistakes
	for _, item := range list {
		name, ok := item.data.(string)
		if !ok {
			m.add(d.errorf(item, "node set has %s in its list, want a name", describe(item)))
			continue
		}
		set.union = append(set.union, Named(name))
	}
	return set, m.err()
}

func parseFilter(d *document, o *object) (NodeSet, error) {
	set := NodeSet{kind: setFilter}
	var m mistakes
	for _, key := range o.keys {
		c, err := parseCondition(d, key, o.values[key])
		m.add(err)
		set.filter = append(set.filter, c)
	}
	return set, m.err()
}

func parseCondition(d *document, key string, v *value) (condition, error) {
	c := condition{key: key}
	list, ok := v.data.([]*value)
	if !ok {
		list = []*value{v}
	}
	for _, item := range list {
		switch data := item.data.(type) {
		case float64:
			c.numbers = append(c.numbers, data)
		case string:
			c.texts = append(c.texts, data)
		case bool:
			c.texts = append(c.texts, fmt.Sprint(data))
		default:
			return c, d.errorf(item, "node set: %s is %s, want a number, text or a list of either", key, describe(item))
		}
	}
	return c, nil
}
