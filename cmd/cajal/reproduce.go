package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/cajal-sim/cajal/examples"
	"github.com/cajal-sim/cajal/experiment"
	"github.com/cajal-sim/cajal/gallery"
	"github.com/cajal-sim/cajal/report"
	"github.com/cajal-sim/cajal/script"
)

// reproduceCommand is cajal reproduce.
type reproduceCommand struct {
	how
	Names []string `arg:"" optional:"" name:"name" help:"Experiments to repeat. Default: all."`
	List  bool     `help:"List the experiments."`
	Out   string   `short:"o" placeholder:"DIR" help:"Folder for reports, one folder in it for each experiment. Default: none are written."`
	JSON  bool     `name:"json" help:"Print JSON."`
}

// reproduction is the outcome of one experiment.
type reproduction struct {
	Name   string             `json:"name"`
	Title  string             `json:"title"`
	Checks []experiment.Check `json:"checks"`
	Wall   experiment.Number  `json:"run_s"`
	Error  string             `json:"error,omitempty"`
	pass   bool

	expectations []report.Expectation
}

// Run repeats the experiments and compares their results with the published ones.
func (c reproduceCommand) Run(ctx context.Context, t *terminal) error {
	names, err := c.chosen()
	if err != nil {
		return err
	}
	if c.List {
		for _, name := range names {
			fmt.Fprintln(t.out, name)
		}
		return nil
	}
	opt, err := c.options(t)
	if err != nil {
		return err
	}
	list := []reproduction{}
	p := newProgress(t.err, time.Now)
	opt.Progress = p.show
	for _, name := range names {
		r, err := c.reproduce(ctx, name, opt)
		p.done()
		if errors.Is(err, context.Canceled) {
			return err
		}
		list = append(list, r)
		if !c.JSON {
			if err := printReproduction(t.out, r); err != nil {
				return err
			}
		}
	}
	if err := c.conclude(t.out, list); err != nil {
		return err
	}
	if slices.ContainsFunc(list, func(r reproduction) bool { return !r.pass }) {
		return &failure{"results differ from the published ones"}
	}
	return nil
}

// conclude prints everything as JSON, or how many checks were met.
func (c reproduceCommand) conclude(w io.Writer, list []reproduction) error {
	if c.JSON {
		return printJSON(w, list)
	}
	met, all := 0, 0
	for _, r := range list {
		all += len(r.Checks)
		for _, check := range r.Checks {
			if check.Pass {
				met++
			}
		}
	}
	_, err := fmt.Fprintf(w, "%d of %s met in %s\n", met, plural(all, "check"), plural(len(list), "experiment"))
	return err
}

// published are the examples that are experiments with published numbers, too.
var published = []string{"microcircuit"}

// experiments are the names of the gallery and of those examples.
func experiments() ([]string, error) {
	entries, err := gallery.Scripts.ReadDir(".")
	if err != nil {
		return nil, err
	}
	var names []string
	for _, e := range entries {
		if name, ok := strings.CutSuffix(e.Name(), scriptEnding); ok {
			names = append(names, name)
		}
	}
	names = append(names, published...)
	slices.Sort(names)
	return names, nil
}

// experimentScript reads an experiment.
func experimentScript(name string) ([]byte, error) {
	if slices.Contains(published, name) {
		return examples.Scripts.ReadFile(name + scriptEnding)
	}
	return gallery.Scripts.ReadFile(name + scriptEnding)
}

// chosen are the experiments asked for.
func (c reproduceCommand) chosen() ([]string, error) {
	all, err := experiments()
	if err != nil || len(c.Names) == 0 {
		return all, err
	}
	for _, name := range c.Names {
		if !slices.Contains(all, name) {
			return nil, unknown("experiment", name, all)
		}
	}
	return c.Names, nil
}

// reproduce runs one experiment. An error of the script is an outcome, too.
func (c reproduceCommand) reproduce(ctx context.Context, name string, opt experiment.Options) (reproduction, error) {
	out := reproduction{Name: name, Checks: []experiment.Check{}}
	if c.Out != "" {
		opt.Out = filepath.Join(c.Out, name)
	}
	source, err := experimentScript(name)
	if err != nil {
		return out, err
	}
	r, err := script.Run(ctx, name+scriptEnding, script.Options{Options: opt, Source: source, HasSeed: c.Seed != nil})
	if r != nil {
		out.Title, out.Checks, out.Wall = r.Title, r.Checks, r.Run
		out.expectations = r.Expectations
		out.pass = err == nil && r.Failed() == 0
	}
	if err != nil {
		out.Error = err.Error()
	}
	return out, err
}

func printReproduction(w io.Writer, r reproduction) error {
	fmt.Fprintf(w, "%s: %s\n", r.Name, r.Title)
	if err := printChecks(w, r.expectations); err != nil {
		return err
	}
	if r.Error != "" {
		fmt.Fprintln(w, r.Error)
	}
	_, err := fmt.Fprintln(w)
	return err
}
