package main

import (
	"context"
	"errors"
	"math"
	"slices"
	"time"

	"github.com/cajal-sim/cajal/backend"
	"github.com/cajal-sim/cajal/bench"
	"github.com/cajal-sim/cajal/equation"
	"github.com/cajal-sim/cajal/ir"
)

// The size of hh_kernel: its 160 kB lie in the second cache of a core.
const (
	kernelLanes = 4096
	kernelStep  = 0.025 // ms
	kernelTime  = 250   // ms, unless said otherwise
)

// measureKernel runs the step of Hodgkin and Huxley's channels alone, on one thread.
func measureKernel(ctx context.Context, w work) (bench.Result, error) {
	duration := float64(kernelTime)
	if w.how.Time != nil {
		duration = float64(*w.how.Time)
	}
	start := time.Now()
	k, err := newKernelRun(w.how.Backend)
	if err != nil {
		return bench.Result{}, err
	}
	build := time.Since(start).Seconds()
	steps := max(1, int(duration/kernelStep+0.5))
	start = time.Now()
	for i := range steps {
		if i%1024 == 0 && ctx.Err() != nil {
			return bench.Result{}, ctx.Err()
		}
		k.step.Run(&k.args, 0, kernelLanes)
	}
	wall := time.Since(start).Seconds()
	for _, column := range k.args.Columns {
		if slices.ContainsFunc(column, math.IsNaN) {
			return bench.Result{}, errors.New("a lane became NaN")
		}
	}
	updates := bench.Number(kernelLanes * float64(steps) / wall)
	return bench.Result{
		Neurons: kernelLanes, Step: kernelStep, Duration: bench.Number(float64(steps) * kernelStep), Threads: 1,
		Throughput: updates, ThroughputUnit: "HH lane updates/s", Updates: updates, PerLane: 1e9 / updates, Gates: k.gates(),
		Build: bench.Number(build), PeakMemory: bench.Number(peakMemory()), Wall: bench.Number(wall),
	}, nil
}

// kernelRun is a compiled step with the columns it works on.
type kernelRun struct {
	step backend.Program
	args backend.Args
}

// gates is the mean over the lanes of m + h + n.
func (k *kernelRun) gates() bench.Number {
	sum := 0.0
	for _, column := range k.args.Columns[1:4] {
		for _, x := range column {
			sum += x
		}
	}
	return bench.Number(sum / kernelLanes)
}

// newKernelRun compiles the mechanism, and sets lanes to their initial values at
// potentials from -80 to 20 mV.
func newKernelRun(name string) (*kernelRun, error) {
	b, err := backendNamed(name)
	if err != nil {
		return nil, err
	}
	list, err := equation.Parse("hh_kernel.eq", bench.HodgkinHuxley)
	if err != nil {
		return nil, err
	}
	plan, err := ir.Lower(list[0], ir.Options{})
	if err != nil {
		return nil, err
	}
	values := map[string][]float64{"dt": {kernelStep}}
	if err := runOnce(b, plan.Setup, values, 1); err != nil {
		return nil, err
	}
	if err := runOnce(b, plan.Init[ir.Self], values, kernelLanes); err != nil {
		return nil, err
	}
	for lane := range kernelLanes {
		values["v"][lane] = -80 + 100*float64(lane)/kernelLanes
	}
	step, err := b.Compile(plan.Step)
	return &kernelRun{step, backend.Args{Columns: columnsOf(plan.Step, values)}}, err
}

// runOnce runs a kernel, where there is one, on some lanes of the named columns.
func runOnce(b backend.Backend, k *ir.Kernel, values map[string][]float64, lanes int) error {
	if k == nil {
		return nil
	}
	p, err := b.Compile(k)
	if err != nil {
		return err
	}
	p.Run(&backend.Args{Columns: columnsOf(k, values)}, 0, lanes)
	return nil
}

// columnsOf finds the columns of a kernel by name, and makes those that are not
// there yet, of zeros.
func columnsOf(k *ir.Kernel, values map[string][]float64) [][]float64 {
	var columns [][]float64
	for _, c := range k.Columns {
		if _, ok := values[c.Name]; !ok {
			values[c.Name] = make([]float64, kernelLanes)
		}
		columns = append(columns, values[c.Name])
	}
	return columns
}
