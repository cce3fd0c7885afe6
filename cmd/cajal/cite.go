package main

import (
	"context"
	"fmt"

	"github.com/cajal-sim/cajal/script"
)

// citeCommand is cajal cite.
type citeCommand struct {
	Model string `arg:"" help:"A model of the library, a file of equations, a script or a configuration."`
}

// Run prints the sources of a model, or of everything in a network.
func (c citeCommand) Run(ctx context.Context, t *terminal) error {
	mechanisms, err := mechanismsOf(c.Model)
	if err != nil {
		return err
	}
	if mechanisms != nil {
		for _, m := range mechanisms {
			for _, source := range m.Sources {
				fmt.Fprintf(t.out, "%s: %s\n", m.Name, source)
			}
		}
		return nil
	}
	opt, err := how{Backend: defaultBackend}.options(t)
	if err != nil {
		return err
	}
	result, err := runModel(ctx, c.Model, script.Options{Options: opt, CheckOnly: true})
	if err != nil {
		return err
	}
	for _, source := range result.Sources {
		fmt.Fprintln(t.out, source)
	}
	return nil
}
