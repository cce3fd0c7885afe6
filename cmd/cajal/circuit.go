package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/cajal-sim/cajal/circuit"
	"github.com/cajal-sim/cajal/experiment"
	"github.com/cajal-sim/cajal/script"
)

// runCircuit runs a SONATA configuration as package script runs a script.
func runCircuit(ctx context.Context, path string, opt script.Options) (*script.Result, error) {
	for name := range opt.Set {
		return nil, fmt.Errorf("--set %s: a SONATA configuration has no parameters to set; change the file", name)
	}
	c, err := circuit.LoadFine(path, max(opt.CompartmentParts, 1))
	if err != nil {
		return nil, err
	}
	d := experiment.Description{
		Title: c.Title, Model: path, Network: c.Network, Sources: c.Sources,
		Files: &experiment.Files{Spikes: c.SpikesFile, Samples: c.Reports, Order: c.SpikesOrder, Names: c.Names},
	}
	opt.Step, opt.NoOverwrite, opt.NoReadBack = c.Step, c.NoOverwrite, !opt.NoFiles
	if !opt.HasNumerics {
		opt.Numerics = c.Numerics
	}
	switch {
	case opt.CheckOnly, opt.NoFiles:
		opt.Out = ""
	case opt.Out == "":
		opt.Out = c.OutputDir
	}
	r, err := experiment.Start(ctx, d, opt.Options)
	if err != nil {
		return nil, err
	}
	defer r.Sim.Close()
	r.Warnings = append(r.Warnings, c.Warnings...)
	saved := false
	if !opt.CheckOnly {
		err = r.Advance(ctx, c.Duration)
		unfinished := r.Finish(nil)
		err, saved = errors.Join(err, unfinished), unfinished == nil
	}
	runs := []*experiment.Run{r}
	return &script.Result{Result: experiment.Summarise(d, opt.Options, runs, nil), Runs: runs, Saved: saved}, err
}
