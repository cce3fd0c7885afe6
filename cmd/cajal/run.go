package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"

	"github.com/cajal-sim/cajal/experiment"
	"github.com/cajal-sim/cajal/script"
	"github.com/cajal-sim/cajal/sim"
)

// how is what every command that simulates can be told.
type how struct {
	Threads int     `placeholder:"N" help:"Threads to use; results do not depend on them. Default: one per core."`
	Seed    *uint64 `placeholder:"N" help:"Seed of all random numbers, instead of the model's own."`
	Backend string  `placeholder:"NAME" default:"${backend}" help:"What runs the equations: ${backends}. Default: ${backend}."`
}

// mostThreads is more than any machine has cores: threads beyond them only wait
// for each other.
const mostThreads = 1024

// options returns an experiment's options.
func (h how) options(t *terminal) (experiment.Options, error) {
	opt := experiment.Options{Threads: h.Threads, Host: t.host()}
	if h.Threads < 0 || h.Threads > mostThreads {
		return opt, fmt.Errorf("--threads is %d, want 1 to %d", h.Threads, mostThreads)
	}
	if h.Threads == 0 {
		opt.Threads = runtime.GOMAXPROCS(0)
	}
	if h.Seed != nil {
		opt.Seed = *h.Seed
	}
	var err error
	opt.Backend, err = backendNamed(h.Backend)
	return opt, err
}

// runCommand is cajal run.
type runCommand struct {
	how
	Model        string            `arg:"" help:"A script (.star) or a SONATA configuration (.json)."`
	Out          string            `short:"o" placeholder:"DIR" help:"Folder for the results. Default: out/MODEL, or what the configuration says."`
	Set          map[string]string `placeholder:"K=V" help:"Set a parameter of the script, such as --set g=5; may be repeated." mapsep:"none"`
	Until        milliseconds      `placeholder:"T" default:"0" help:"Simulate no further than T: a time with its unit, or a number in ms."`
	Checkpoint   string            `placeholder:"FILE" help:"Write the state of the (first) network to FILE at the time that --checkpoint-at says."`
	CheckpointAt *milliseconds     `placeholder:"T" help:"When to write the checkpoint."`
	Restore      string            `placeholder:"FILE" help:"Go on from a checkpoint of the same model: results begin there."`
	Numerics     string            `placeholder:"NAME" enum:"neuron,cajal," default:"" help:"How cells with shape are advanced: neuron, in that program's order, of first order; or cajal, of second order. Default: neuron for SONATA configurations, else cajal."`
	Figures      string            `placeholder:"FORM" enum:"png,svg," default:"" help:"Write each figure of the report as a file too: png or svg."`
	Quiet        bool              `short:"q" help:"No progress, and no summary."`
	JSON         bool              `name:"json" help:"Print the summary as JSON: what run.json says."`
}

// Run runs the model and prints what came of it.
func (c runCommand) Run(ctx context.Context, t *terminal) error {
	opt, err := c.options(t)
	if err != nil {
		return err
	}
	p := newProgress(t.err, time.Now)
	if !c.Quiet {
		opt.Progress = p.show
	}
	stdout := t.out
	if c.JSON {
		stdout = t.err // what scripts print must not mix with JSON
	}
	result, err := runModel(ctx, c.Model, script.Options{
		Options: opt, Set: c.Set, HasSeed: c.Seed != nil, HasNumerics: c.Numerics != "", Stdout: lineWriter{stdout, p},
	})
	p.done()
	if result == nil {
		return err
	}
	if e := c.print(t, result); err == nil {
		err = e
	}
	if failed := result.Failed(); err == nil && failed > 0 {
		err = &failure{"checks are not met"}
	}
	return err
}

// options adds to the common options those of this command.
func (c runCommand) options(t *terminal) (experiment.Options, error) {
	opt, err := c.how.options(t)
	if err != nil {
		return opt, err
	}
	if (c.Checkpoint == "") != (c.CheckpointAt == nil) {
		return opt, errors.New("--checkpoint FILE and --checkpoint-at T belong together")
	}
	if c.CheckpointAt != nil {
		opt.Save = experiment.Save{File: c.Checkpoint, At: float64(*c.CheckpointAt)}
	}
	opt.Restore, opt.Until = c.Restore, float64(c.Until)
	opt.Out, opt.Figures = c.Out, c.Figures
	if c.Numerics == "neuron" {
		opt.Numerics = sim.NEURON
	}
	if opt.Out == "" && strings.HasSuffix(c.Model, scriptEnding) {
		opt.Out = filepath.Join("out", strings.TrimSuffix(filepath.Base(c.Model), scriptEnding))
	}
	return opt, nil
}

func (c runCommand) print(t *terminal, result *script.Result) error {
	switch {
	case c.JSON:
		return printJSON(t.out, result.Result)
	case c.Quiet:
		return printFailures(t, result)
	}
	return printResult(t, result)
}

// lineWriter clears the line of progress before it writes.
type lineWriter struct {
	w io.Writer
	p *progress
}

func (l lineWriter) Write(text []byte) (int, error) {
	l.p.done()
	return l.w.Write(text)
}

// scriptEnding is that of scripts.
const scriptEnding = ".star"

// runModel runs a model of any kind. A result may come with an error.
func runModel(ctx context.Context, path string, opt script.Options) (*script.Result, error) {
	kinds := map[string]func(context.Context, string, script.Options) (*script.Result, error){
		scriptEnding: script.Run,
		".json":      runCircuit,
	}
	if _, err := os.Stat(path); err != nil {
		return nil, missing(path)
	}
	run, ok := kinds[filepath.Ext(path)]
	if !ok {
		return nil, fmt.Errorf("%s: want a model that ends in %s", path, strings.Join(slices.Sorted(maps.Keys(kinds)), " or "))
	}
	return run(ctx, path, opt)
}

// missing complains about a file that is not there, and offers a neighbour that
// is called much the same.
func missing(path string) error {
	neighbours, err := os.ReadDir(filepath.Dir(path))
	if err != nil {
		return fmt.Errorf("%s: there is no such file", path)
	}
	var names []string
	for _, n := range neighbours {
		names = append(names, n.Name())
	}
	if near := nearest(filepath.Base(path), names); near != "" {
		return fmt.Errorf("%s: there is no such file; did you mean %s?", path, filepath.Join(filepath.Dir(path), near))
	}
	return fmt.Errorf("%s: there is no such file", path)
}
