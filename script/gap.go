package script

import (
	"github.com/cajal-sim/cajal/ir"
	"github.com/cajal-sim/cajal/network"
	"github.com/cajal-sim/cajal/unit"
	"go.starlark.net/starlark"
)

// Continuous couplings of cells with shape, such as gap junctions.

// couplesShape reports whether a synapse couples two populations of which one has shape.
func (s *session) couplesShape(c *call, source, target *Cell, synapse starlark.Value) bool {
	if synapse == nil || source == nil && target == nil {
		return false
	}
	m, err := s.mechanismArgument(c, "synapse", 3, synapse, ir.Synapse)
	return err == nil && m.Couple != ir.None
}

// couple makes a projection that couples compartments, at site of the targets and
// source_site of the sources.
func (s *session) couple(c *call, p *network.Projection, source, target *Cell, a points, sourceSite starlark.Value) (unit.Unit, error) {
	none := unit.Unit{Dim: unit.Dimensionless}
	if err := s.synapse(c, p, a.synapse); err != nil {
		return none, err
	}
	if target == nil {
		if _, err := c.weightUnit(p); err != nil {
			return none, err
		}
	}
	o := &onto{s: s, c: c, p: p, n: listed(p)}
	var err error
	if p.Sites, err = o.end("site", target, a.site); err != nil {
		return none, err
	}
	if p.SourceSites, err = o.end("source_site", source, sourceSite); err != nil {
		return none, err
	}
	return none, c.synapseValues(p, unit.Dimensionless, a.weight, a.delay, a.parameters)
}

// end is the compartments of one end of a coupling: one for all, or one for each
// connection.
func (o *onto) end(name string, cell *Cell, v starlark.Value) ([]int32, error) {
	list, isList := v.(starlark.Sequence)
	switch {
	case v == nil:
		return nil, nil
	case cell == nil:
		return nil, o.c.wrong(name, "is a place, but the cells there have no shape")
	case !isList:
		at, err := o.c.site(cell, name, v)
		return []int32{at}, err
	case o.n < 0:
		return nil, o.c.wrong(name, "is a list, but the rule draws its connections at random; want one place for all")
	case list.Len() != o.n:
		return nil, o.c.wrong(name, "has %d places, want one for each of %d connections, or one for all", list.Len(), o.n)
	}
	sites := make([]int32, o.n)
	for i, x := range elements(list) {
		var err error
		if sites[i], err = o.c.site(cell, name, x); err != nil {
			return nil, err
		}
	}
	return picked(sites, o.pick), o.list()
}
