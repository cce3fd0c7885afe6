package pool

import (
	"context"
	"runtime"
	"runtime/pprof"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
)

// Every part of every job runs exactly once, and before Do returns, whatever
// the number of threads, also above the number of cores. Plain writes let the
// race detector check that Do orders them.
func TestEachPartRunsOnce(t *testing.T) {
	for _, threads := range []int{1, 2, 3, 8} {
		p := New(threads)
		ran := make([]int, 100)
		jobs := 0
		for parts := range 100 {
			for range 5 {
				p.Do(parts, func(part int) { ran[part]++ })
			}
			jobs += 5
		}
		for part := range ran {
			if want := jobs - 5*(part+1); ran[part] != want {
				t.Errorf("%d threads: part %d ran %d times, want %d", threads, part, ran[part], want)
			}
		}
		p.Close()
	}
}

// A job wakes threads that have gone to sleep: its first part can only finish
// when another thread runs the second.
func TestSleepersWake(t *testing.T) {
	p := New(2)
	defer p.Close()
	for range 20 {
		for p.asleep.Load() == 0 {
			runtime.Gosched()
		}
		var second atomic.Bool
		p.Do(2, func(part int) {
			if part == 1 {
				second.Store(true)
				return
			}
			for !second.Load() {
				runtime.Gosched()
			}
		})
	}
}

func TestNilIsOneThread(t *testing.T) {
	var p *Pool
	order := []int{}
	p.Do(3, func(part int) { order = append(order, part) })
	if len(order) != 3 || order[0] != 0 || order[2] != 2 || p.Threads() != 1 {
		t.Errorf("nil pool ran %v on %d threads, want [0 1 2] on 1", order, p.Threads())
	}
	p.Close()
}

func TestNestedDoPanics(t *testing.T) {
	p := New(2)
	defer p.Close()
	panicked := false
	p.Do(2, func(part int) {
		if part == 0 {
			defer func() { panicked = recover() != nil }()
			p.Do(2, func(int) {})
		}
	})
	if !panicked {
		t.Error("Do inside Do did not panic")
	}
}

// Price of a job: two parts of no work.
func BenchmarkDo(b *testing.B) {
	p := New(2)
	defer p.Close()
	run := func(int) {}
	for b.Loop() {
		p.Do(2, run)
	}
}

// Labels reach every thread that runs parts, job by job.
func TestLabel(t *testing.T) {
	p := New(4)
	defer p.Close()
	for job := range 50 {
		name := []string{"even", "odd"}[job%2]
		p.Label(pprof.WithLabels(context.Background(), pprof.Labels("phase", name)))
		var met atomic.Int64
		p.Do(4, func(int) { // a part for each thread, which waits for the others
			for met.Add(1); met.Load() < 4; {
				runtime.Gosched()
			}
			if met.CompareAndSwap(4, 5) {
				checkLabels(t, name)
				met.Store(6)
			}
			for met.Load() < 6 {
				runtime.Gosched()
			}
		})
	}
	pprof.SetGoroutineLabels(context.Background())
}

// checkLabels finds four goroutines of a phase, and none of another.
func checkLabels(t *testing.T, name string) {
	var text strings.Builder
	if err := pprof.Lookup("goroutine").WriteTo(&text, 1); err != nil {
		t.Fatal(err)
	}
	goroutines := 0
	for record := range strings.SplitSeq(text.String(), "\n\n") {
		n, _, _ := strings.Cut(record, " @")
		count, err := strconv.Atoi(n[strings.LastIndex(n, "\n")+1:])
		if err != nil || !strings.Contains(record, "labels: {\"phase\"") {
			continue
		}
		if !strings.Contains(record, `{"phase":"`+name+`"}`) {
			t.Errorf("in phase %s: %s", name, record)
		}
		goroutines += count
	}
	if goroutines != 4 {
		t.Errorf("phase %s: %d goroutines bear labels, want 4:\n%s", name, goroutines, text.String())
	}
}
