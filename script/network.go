package script

import (
	"fmt"
	"slices"

	"github.com/cajal-sim/cajal/experiment"
	"github.com/cajal-sim/cajal/network"
	"github.com/cajal-sim/cajal/sim"
	"go.starlark.net/starlark"
	"go.starlark.net/syntax"
)

// net is a network that the script builds and runs.
type net struct {
	*network.Network
	name     string
	step     float64
	seed     uint64
	numerics sim.Numerics
	recorded []*network.Population // generators
	made     []*Population
	probes   []*Probe
	shapes   map[*network.Population]*Cell // of those with shape
	origins  map[string]syntax.Position    // where things were made: "population E"
	run      *experiment.Run               // nil until it runs
	saved    bool
}

// startNetwork begins an empty network, to which all built-ins then apply.
func (s *session) startNetwork(name string) {
	s.net = &net{Network: &network.Network{}, name: name, shapes: map[*network.Population]*Cell{}, origins: map[string]syntax.Position{}}
}

// newNetwork is new_network(name): the one so far can no longer be run.
func (s *session) newNetwork(c *call) (starlark.Value, error) {
	name := ""
	if err := c.bind("name?", &name); err != nil {
		return nil, err
	}
	s.net.close()
	s.startNetwork(name)
	return starlark.None, nil
}

// reset is reset(): the same network, at time 0.
func (s *session) reset(c *call) (starlark.Value, error) {
	if err := c.bind(); err != nil {
		return nil, err
	}
	s.net.close()
	s.net.run, s.net.saved = nil, false
	// What has run keeps its description: the new one may be added to.
	s.net.Network = &network.Network{
		Populations: slices.Clone(s.net.Populations), Projections: slices.Clone(s.net.Projections),
		Stimuli: slices.Clone(s.net.Stimuli), Probes: slices.Clone(s.net.Probes),
	}
	return starlark.None, nil
}

// close frees the simulation of a network whose results are not asked for any
// more; a saved one is needed for the report.
func (n *net) close() {
	if n.run == nil {
		return
	}
	if !n.saved {
		n.run.Close()
		n.run.Sim.Close()
	}
}

// changing is the mistake of building on a network that has run.
func (n *net) changing(c *call) error {
	if n.run == nil {
		return nil
	}
	return c.wrong("", "the network has run and is frozen; call reset() to begin again at 0, or new_network()")
}

// name gives a thing its name and notes where it was made. A name that was not
// given is the variable's, made different from those there are.
func (s *session) name(c *call, kind, given, fallback string) (string, error) {
	site := s.here(c)
	name := given
	if given == "" {
		name = fallback
		if site != nil && site.variable != "" {
			name = site.variable
		}
		for base, i := name, 2; s.net.has(kind, name); i++ {
			name = fmt.Sprintf("%s_%d", base, i)
		}
	}
	if s.net.has(kind, name) {
		return "", c.wrong("name", "%s is taken by another %s", name, kind)
	}
	if c.thread.CallStackDepth() > 1 {
		s.net.origins[kind+" "+name] = c.thread.CallFrame(1).Pos
	}
	return name, nil
}

func (n *net) has(kind, name string) bool {
	_, ok := n.origins[kind+" "+name]
	return ok
}
