package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/cajal-sim/cajal/equation"
	"github.com/cajal-sim/cajal/ir"
	"github.com/cajal-sim/cajal/network"
	"github.com/cajal-sim/cajal/nmodl"
)

// Files of mechanisms: equations, and NEURON's.
const (
	equationEnding = ".eq"
	nmodlEnding    = ".mod"
)

// isMechanism reports whether a file is one of mechanisms.
func isMechanism(path string) bool {
	return slices.Contains([]string{equationEnding, nmodlEnding}, filepath.Ext(path))
}

// readMechanisms reads a file of mechanisms, and what looks wrong in it though it can be run.
func readMechanisms(path string) (list []*ir.Mechanism, warnings []nmodl.Problem, err error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, nil, missing(path)
	}
	if filepath.Ext(path) == equationEnding {
		list, err = equation.Parse(path, string(text))
		return list, nil, err
	}
	m, warnings, err := nmodl.Load(path)
	return []*ir.Mechanism{m}, warnings, err
}

// checkMechanisms says what a file of mechanisms holds.
func checkMechanisms(out io.Writer, path string) error {
	list, warnings, err := readMechanisms(path)
	if err != nil {
		return err
	}
	for _, m := range list {
		if _, err := ir.Lower(m, ir.Options{ByEvent: m.ByEvent}); err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
		fmt.Fprintf(out, "%s %s is correct\n", m.Kind, m.Name)
	}
	for _, w := range warnings {
		fmt.Fprintln(out, w)
	}
	return nil
}

// use is a mechanism of a network with where it is used.
type use struct {
	where string
	plan  *ir.Plan
}

// uses are the mechanisms of a network, each once, with the plans of populations as they
// would run: cells, then connections, stimuli, and the channels of cells with shape.
func uses(net *network.Network, plans map[*network.Population]*ir.Plan) ([]use, error) {
	var list []use
	add := func(where string, m *ir.Mechanism, plan *ir.Plan) error {
		if m == nil || slices.ContainsFunc(list, func(u use) bool { return u.plan.Mechanism == m }) {
			return nil
		}
		var err error
		if plan == nil {
			plan, err = ir.Lower(m, ir.Options{ByEvent: m.ByEvent})
		}
		if err == nil {
			list = append(list, use{where, plan})
		}
		return err
	}
	for _, p := range net.Populations {
		if err := add("population "+p.Name, p.Model, plans[p]); err != nil {
			return nil, err
		}
	}
	for _, p := range net.Projections {
		if err := add("projection "+p.Name, p.Synapse, nil); err != nil {
			return nil, err
		}
	}
	for _, s := range net.Stimuli {
		if err := add("stimulus "+s.Name, s.Model, nil); err != nil {
			return nil, err
		}
	}
	for _, p := range net.Populations {
		for _, x := range insertions(p) {
			if err := add("membranes of population "+p.Name, x.Mechanism, nil); err != nil {
				return nil, err
			}
		}
	}
	return list, nil
}

// insertions are the channels of all kinds of cells of a population.
func insertions(p *network.Population) []network.Insertion {
	var list []network.Insertion
	if p.Shape != nil {
		for _, c := range p.Shape.Cells {
			list = append(list, c.Insert...)
		}
	}
	return list
}

// heading separates the mechanisms of a network.
func heading(out io.Writer, u use) {
	text := fmt.Sprintf("%s %s, in %s", u.plan.Mechanism.Kind, u.plan.Mechanism.Name, u.where)
	fmt.Fprintf(out, "%s\n%s\n", text, strings.Repeat("=", len([]rune(text))))
}
