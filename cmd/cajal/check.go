package main

import (
	"context"
	"fmt"
	"path/filepath"

	"github.com/cajal-sim/cajal/script"
)

// checkCommand is cajal check.
type checkCommand struct {
	Model string            `arg:"" help:"A script (.star), a SONATA configuration (.json) or a file of equations (.eq)."`
	Set   map[string]string `placeholder:"K=V" help:"Set a parameter of the script; may be repeated." mapsep:"none"`
}

// Run checks everything that can be found without simulating: the text, units,
// names, the network, and that it can be compiled.
func (c checkCommand) Run(ctx context.Context, t *terminal) error {
	if filepath.Ext(c.Model) == equationEnding {
		mechanisms, err := readEquations(c.Model)
		if err != nil {
			return err
		}
		for _, m := range mechanisms {
			fmt.Fprintf(t.out, "%s %s is correct\n", m.Kind, m.Name)
		}
		return nil
	}
	opt, err := how{Backend: defaultBackend}.options(t)
	if err != nil {
		return err
	}
	result, err := runModel(ctx, c.Model, script.Options{Options: opt, Set: c.Set, CheckOnly: true})
	if err != nil {
		return err
	}
	fmt.Fprintf(t.out, "%s is correct: %s, %s, %s\n", c.Model,
		plural(len(result.Populations), "population"), plural(result.Neurons, "neuron"), plural(result.Synapses, "synapse"))
	return nil
}
