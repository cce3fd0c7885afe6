package pool

import (
	"context"
	"fmt"
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

// The caller sleeps while another thread takes long, and wakes when it has finished.
func TestCallerSleeps(t *testing.T) {
	p := New(2)
	defer p.Close()
	for range 5 {
		var taken atomic.Bool
		finished := false
		p.Do(2, func(part int) {
			switch {
			case part == 0: // the caller's: it waits until the other thread has its own
				for !taken.Load() {
					runtime.Gosched()
				}
			default:
				for taken.Store(true); !p.dozes.Load(); {
					runtime.Gosched()
				}
				finished = true
			}
		})
		if !finished || p.dozes.Load() {
			t.Fatalf("Do returned: finished %v, asleep %v, want true, false", finished, p.dozes.Load())
		}
	}
}

// Threads that sleep, or have never had work, end when the pool is closed.
func TestCloseWakesSleepers(t *testing.T) {
	p := New(4)
	for p.asleep.Load() < 3 {
		runtime.Gosched()
	}
	p.Close()
	New(4).Close()
}

// A panic in a part of the caller reaches the caller, and the pool can still be closed.
func TestPanicReachesCaller(t *testing.T) {
	p := New(2)
	defer p.Close()
	defer func() {
		if got := recover(); got != "part 0" {
			t.Errorf("recovered %v, want the panic of part 0", got)
		}
	}()
	var begun [2]atomic.Bool
	p.Do(2, func(part int) { // each waits for the other, so that the caller has part 0
		for begun[part].Store(true); !begun[1-part].Load(); {
			runtime.Gosched()
		}
		if part == 0 {
			panic("part 0")
		}
	})
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

// Price of a job on two threads and on one: two parts of no work, or of a µs each.
func BenchmarkDo(b *testing.B) {
	for _, rounds := range []int{0, 1000} {
		for threads := 1; threads <= 2; threads++ {
			b.Run(fmt.Sprintf("%d/%d", rounds, threads), func(b *testing.B) {
				p := New(threads)
				defer p.Close()
				var sums [2 * 16]int
				run := func(part int) {
					x := part
					for i := range rounds {
						x = x*5 + i
					}
					sums[16*part] += x
				}
				for b.Loop() {
					p.Do(2, run)
				}
			})
		}
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
