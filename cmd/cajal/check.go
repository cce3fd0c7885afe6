package main

import (
	"context"
	"fmt"

	"github.com/cajal-sim/cajal/experiment"
	"github.com/cajal-sim/cajal/script"
	"github.com/cajal-sim/cajal/sim"
)

// checkCommand is cajal check.
type checkCommand struct {
	how
	Model    string            `arg:"" help:"A script (.star), a SONATA configuration (.json), a file of equations (.eq), a mechanism of NEURON (.mod) or a morphology (.swc, .asc)."`
	Set      map[string]string `placeholder:"K=V" help:"Set a parameter of the script; may be repeated." mapsep:"none"`
	Converge bool              `help:"Simulate in the model's steps, in halves and quarters of them and, where cells have shape, with compartments of half the length, and say what changes."`
	Time     milliseconds      `name:"t" placeholder:"T" default:"1000" help:"With --converge: how long to simulate at most, a time with its unit or a number in ms. Default: 1 s."`
	Numerics string            `placeholder:"NAME" enum:"neuron,cajal," default:"" help:"With --converge: how cells with shape are advanced, as of run."`
}

// Run checks everything that can be found without simulating: the text, units,
// names, the network, and that it can be compiled. What is in a morphology it tells.
func (c checkCommand) Run(ctx context.Context, t *terminal) error {
	switch {
	case isMechanism(c.Model):
		return checkMechanisms(t.out, c.Model)
	case isMorphology(c.Model):
		return checkMorphology(t.out, c.Model)
	case c.Converge:
		return c.converge(ctx, t)
	}
	opt, err := c.options(t)
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

// options adds to the common options those of this command.
func (c checkCommand) options(t *terminal) (experiment.Options, error) {
	opt, err := c.how.options(t)
	if c.Numerics == "neuron" {
		opt.Numerics = sim.NEURON
	}
	return opt, err
}
