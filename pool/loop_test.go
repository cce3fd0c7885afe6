package pool

import (
	"math/rand/v2"
	"slices"
	"testing"
	"time"
)

// machine is a clock, and what the rounds of a loop take on it by the jobs that are shared.
type machine struct {
	now   time.Duration
	round func(shared []bool) time.Duration
}

// loop is a loop of two jobs that runs by the machine's clock.
func (m *machine) loop(t *testing.T) *Loop {
	p := New(2)
	t.Cleanup(p.Close)
	l := p.Loop([]int{4, 4})
	l.now = func() time.Duration { return m.now }
	return l
}

// run does laps of ten rounds for a while.
func (m *machine) run(l *Loop, duration time.Duration) {
	for end := m.now + duration; m.now < end; {
		l.Begin()
		for range 10 {
			m.now += m.round(l.shared)
		}
		l.End(10)
	}
}

// apart is the time of jobs that know nothing of each other.
func apart(alone, shared [2]time.Duration) func([]bool) time.Duration {
	return func(is []bool) time.Duration {
		sum := time.Duration(0)
		for job := range alone {
			if is[job] {
				sum += shared[job]
			} else {
				sum += alone[job]
			}
		}
		return sum
	}
}

const µs = time.Microsecond

// ways are machines on which a way is best, by name.
var ways = []struct {
	name  string
	round func([]bool) time.Duration
	best  []bool
}{
	{"small jobs", apart([2]time.Duration{2 * µs, 1 * µs}, [2]time.Duration{4 * µs, 3 * µs}), []bool{false, false}},
	{"large jobs", apart([2]time.Duration{60 * µs, 40 * µs}, [2]time.Duration{31 * µs, 22 * µs}), []bool{true, true}},
	{"one of each", apart([2]time.Duration{20 * µs, 1 * µs}, [2]time.Duration{11 * µs, 4 * µs}), []bool{true, false}},
	{"the other", apart([2]time.Duration{1 * µs, 400 * µs}, [2]time.Duration{30 * µs, 210 * µs}), []bool{false, true}},
	{"data that move", func(is []bool) time.Duration {
		if is[0] != is[1] {
			return 25 * µs
		}
		return map[bool]time.Duration{false: 20 * µs, true: 12 * µs}[is[0]]
	}, []bool{true, true}},
}

// The way that takes least time is found in some tens of ms, from any other, and what
// trials lose stays small.
func TestLoopFindsBestWay(t *testing.T) {
	for _, tt := range ways {
		for _, start := range [][]bool{{false, false}, {true, false}, {false, true}, {true, true}} {
			m := &machine{round: tt.round}
			l := m.loop(t)
			copy(l.shared, start)
			m.run(l, 2*time.Second)
			checkWay(t, tt.name, m, l, tt.best)
		}
	}
}

// checkWay compares a second of a loop with a second of the best way.
func checkWay(t *testing.T, name string, m *machine, l *Loop, best []bool) {
	t.Helper()
	kept := time.Duration(0)
	lost := time.Duration(0)
	round := m.round
	m.round = func(shared []bool) time.Duration {
		took := round(shared)
		if lost += took - round(best); slices.Equal(shared, best) {
			kept += took
		}
		return took
	}
	m.run(l, time.Second)
	m.round = round
	// 1/50 by the rule, and as much again for a trial that is not yet paid off
	if lost > time.Second/25 || kept < time.Second*4/5 {
		t.Errorf("%s: the best way %v was taken %v of 1 s, and %v were lost", name, best, kept, lost)
	}
}

// When the work changes, so does the way.
func TestLoopFollowsChange(t *testing.T) {
	m := &machine{round: ways[0].round}
	l := m.loop(t)
	for _, tt := range append(ways, ways[0]) {
		m.round = tt.round
		m.run(l, 2*time.Second)
		checkWay(t, tt.name, m, l, tt.best)
	}
}

// Rounds that differ by a third, and laps that other programs hold up, hide no way
// that is much better.
func TestLoopHearsThroughNoise(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for _, tt := range ways[:2] {
		m := &machine{}
		l := m.loop(t)
		kept, all := time.Duration(0), time.Duration(0)
		m.round = func(shared []bool) time.Duration {
			took := time.Duration(float64(tt.round(shared)) * (0.67 + 0.67*random.Float64()))
			if all += took; slices.Equal(shared, tt.best) {
				kept += took
			}
			if random.IntN(1000) == 0 {
				took += 3 * time.Millisecond
			}
			return took
		}
		m.run(l, 20*time.Second)
		if kept < all*4/5 {
			t.Errorf("%s: the best way %v was taken %v of %v", tt.name, tt.best, kept, all)
		}
	}
}

// Where there is nothing to choose, nobody looks at the clock.
func TestLoopOfSinglePartsHasNoClock(t *testing.T) {
	p := New(2)
	defer p.Close()
	var none *Pool
	for _, l := range []*Loop{p.Loop([]int{1, 1}), none.Loop([]int{4, 4})} {
		l.now = func() time.Duration { panic("the clock was read") }
		l.Begin()
		ran := 0
		l.Do(0, 1, func(int) { ran++ })
		l.End(1)
		if ran != 1 {
			t.Errorf("one part ran %d times", ran)
		}
	}
}

// Whatever the way and however it changes, each part runs once before Do returns.
func TestLoopRunsEachPartOnce(t *testing.T) {
	m := &machine{}
	l := m.loop(t)
	random := rand.New(rand.NewPCG(3, 4))
	ran := make([]int, 7)
	ways := map[bool]int{}
	for round := 1; round <= 5000; round++ {
		l.Begin()
		for job := range 2 {
			ways[l.shared[job]]++
			l.Do(job, len(ran), func(part int) { ran[part]++ })
		}
		m.now += time.Duration(random.IntN(200)) * µs
		l.End(1)
		for part, n := range ran {
			if n != 2*round {
				t.Fatalf("round %d: part %d ran %d times, want %d", round, part, n, 2*round)
			}
		}
	}
	if ways[false] == 0 || ways[true] == 0 {
		t.Errorf("jobs were shared %d times and not shared %d times, want both", ways[true], ways[false])
	}
}
