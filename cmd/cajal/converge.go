package main

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/cajal-sim/cajal/experiment"
	"github.com/cajal-sim/cajal/network"
	"github.com/cajal-sim/cajal/script"
)

// This file asks how much of a model's results is its equations' and how much the
// step's: it runs the model in its own steps, in halves of them and in quarters and,
// where cells have shape, with compartments of half the length, and compares the runs.

// variant is a way to cut time and cells, by parts of the model's own steps and compartments.
type variant struct{ steps, compartments int }

// The variants: the model as it is, and finer.
var variants = []variant{{1, 1}, {2, 1}, {4, 1}, {1, 2}}

// Their indices.
const (
	asItIs = iota
	halfSteps
	quarterSteps
	halfCompartments
)

// convergence is a model's solutions.
type convergence struct {
	runs  [][]*solution // shape (variants, runs of the model)
	noise []string      // mechanisms that draw random numbers
}

// converge solves a model in all ways and says how the solutions differ.
func (c checkCommand) converge(ctx context.Context, t *terminal) error {
	var all convergence
	shaped := false
	for i, v := range variants {
		if i == halfCompartments && !shaped {
			continue
		}
		result, err := c.solve(ctx, t, v)
		if err != nil {
			return err
		}
		var solutions []*solution
		for _, r := range result.Runs {
			s, err := solutionOf(r)
			if err != nil {
				return err
			}
			solutions = append(solutions, s)
			shaped = shaped || hasShape(r.Network())
			all.noise = unique(append(all.noise, noiseOf(r.Network())...))
		}
		if i > 0 && len(solutions) != len(all.runs[asItIs]) {
			return fmt.Errorf("%s: it runs %s in its own steps, and %d in parts of them: what it runs depends on its results, which cannot be compared",
				c.Model, plural(len(all.runs[asItIs]), "network"), len(solutions))
		}
		all.runs = append(all.runs, solutions)
	}
	return all.print(t.out)
}

func hasShape(net *network.Network) bool {
	return slices.ContainsFunc(net.Populations, func(p *network.Population) bool { return p.Shape != nil })
}

func unique(names []string) []string {
	slices.Sort(names)
	return slices.Compact(names)
}

// solve runs the model once, without files.
func (c checkCommand) solve(ctx context.Context, t *terminal, v variant) (*script.Result, error) {
	opt, err := c.options(t)
	if err != nil {
		return nil, err
	}
	p := newProgress(t.err, time.Now)
	opt.Progress = func(at experiment.Progress) { p.show(at) }
	opt.Until, opt.StepParts = float64(c.Time), v.steps
	result, err := runModel(ctx, c.Model, script.Options{
		Options: opt, Set: c.Set, HasSeed: c.Seed != nil, HasNumerics: c.Numerics != "", NoFiles: true, EndsEarly: true, CompartmentParts: v.compartments,
	})
	p.done()
	return result, err
}
