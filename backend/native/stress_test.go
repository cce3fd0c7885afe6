package native

import (
	"bytes"
	"context"
	"math"
	"runtime"
	"runtime/debug"
	"runtime/pprof"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/cajal-sim/cajal/backend"
	"github.com/cajal-sim/cajal/backend/interp"
	"github.com/cajal-sim/cajal/ir"
)

// Code runs on many goroutines, from deep and growing stacks, while the collector works
// all the time, stacks are walked, the profiler interrupts, and other code is made
// and released: every call leaves the bits that a call in peace leaves.
func TestStress(t *testing.T) { each(t, stressed) }

// So does the interpreter's threaded code, which is part of the program.
func TestStressOfInterpreter(t *testing.T) { stressed(t, interp.New()) }

func stressed(t *testing.T, b backend.Backend) {
	rounds := 60
	if testing.Short() {
		rounds = 6
	}
	defer debug.SetGCPercent(debug.SetGCPercent(5))
	var profile bytes.Buffer
	if pprof.StartCPUProfile(&profile) == nil {
		defer pprof.StopCPUProfile()
	}
	ctx, stop := context.WithCancel(context.Background())
	s := newStress(t, b)
	var workers, others sync.WaitGroup
	for i := range 16 {
		workers.Go(func() { s.work(rounds, i) })
	}
	others.Go(func() { s.disturb(ctx) })
	others.Go(func() { s.compile(ctx) })
	workers.Wait()
	stop()
	others.Wait()
	if bad := s.bad.Load(); bad > 0 {
		t.Errorf("%d of %d calls left other bits", bad, s.calls.Load())
	}
	t.Logf("%d calls", s.calls.Load())
}

type stress struct {
	backend    backend.Backend
	kernels    []*ir.Kernel
	programs   []backend.Program
	start      []*backend.Args
	want       []*backend.Args
	lanes      int
	calls, bad atomic.Int64
	garbage    atomic.Pointer[[]byte]
}

// newStress takes kernels with functions, with random numbers, and with values spilled.
func newStress(t *testing.T, b backend.Backend) *stress {
	s := &stress{backend: b, lanes: 2003}
	for _, name := range []string{"traub_miles", "ou_current", "aeif_cond_exp"} {
		bank := newBank(t, library(t, name), ir.Options{}, s.lanes)
		k := bank.plan.Step
		p, err := b.Compile(k)
		if err != nil {
			t.Fatal(err)
		}
		start := cloneArgs(bank.args(k))
		want := cloneArgs(start)
		p.Run(want, 0, s.lanes)
		s.kernels, s.programs = append(s.kernels, k), append(s.programs, p)
		s.start, s.want = append(s.start, start), append(s.want, want)
	}
	return s
}

func (s *stress) work(rounds, i int) {
	for round := range rounds {
		n := (i + round) % len(s.programs)
		a := cloneArgs(s.start[n])
		run := func() { s.programs[n].Run(a, 0, s.lanes) }
		if round%2 == 0 {
			var done sync.WaitGroup
			done.Go(func() { deep(30+10*i, run) }) // a new stack, that grows
			done.Wait()
		} else {
			run()
		}
		s.check(a, s.want[n])
	}
}

// deep calls f from far down the stack.
func deep(depth int, f func()) {
	var pad [256]byte
	pad[depth&255] = byte(depth)
	if depth == 0 {
		f()
	} else {
		deep(depth-1, f)
	}
	if pad[depth&255] != byte(depth) {
		panic("the stack was overwritten")
	}
}

func (s *stress) check(got, want *backend.Args) {
	s.calls.Add(1)
	for i := range want.Columns {
		for j := range want.Columns[i] {
			if math.Float64bits(got.Columns[i][j]) != math.Float64bits(want.Columns[i][j]) {
				s.bad.Add(1)
				return
			}
		}
	}
}

// disturb makes garbage, collects it, and walks all stacks.
func (s *stress) disturb(ctx context.Context) {
	stacks := make([]byte, 1<<20)
	for size := 1000; ctx.Err() == nil; size = size*3%100_000 + 1 {
		rubbish := make([]byte, size)
		s.garbage.Store(&rubbish)
		runtime.GC()
		runtime.Stack(stacks, true)
	}
}

// compile makes programs, runs them once and drops them for the collector.
func (s *stress) compile(ctx context.Context) {
	for i := 0; ctx.Err() == nil; i++ {
		n := i % len(s.kernels)
		p, err := s.backend.Compile(s.kernels[n])
		if err != nil {
			s.bad.Add(1)
			return
		}
		a := cloneArgs(s.start[n])
		p.Run(a, 0, s.lanes)
		s.check(a, s.want[n])
	}
}
