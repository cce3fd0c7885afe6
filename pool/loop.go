package pool

import (
	"math"
	"slices"
	"time"
)

// A job of a µs is done before another thread has heard of it, and what one thread has
// written must come over to the cache of the next that reads it. Whether it pays to share
// a job depends on the work, on the machine and on what else runs there, and it changes.
// So a loop finds out by trial: now and then it does some rounds in another way, in turn with
// rounds in its own, and keeps what takes less time, caches and all. Trials lose about a
// fiftieth of the time at most. The clock decides who runs a part and nothing else.

// Loop is jobs that are done again and again, one after the other, in rounds.
type Loop struct {
	pool    *Pool
	now     func() time.Duration
	shared  []bool // by job
	choices []int  // jobs of several parts
	next    int    // what to try next: to turn round all choices, or choices[next-1]

	began time.Duration
	turn  turn
	rest  time.Duration // until the next trial
	trial *trial        // nil: none
}

// Times of turns and trials.
const (
	// settle is for threads to wake and data to move over, before a turn counts.
	settle = 50 * time.Microsecond
	// enough is how long a turn is measured, if not one lap takes longer.
	enough = 100 * time.Microsecond
	// pause is the least time between trials, and patient what it is for each ns that
	// the last one has lost.
	pause   = time.Millisecond
	patient = 50
)

// Verdicts: a pair of turns counts for the logarithm of the ratio of their times, but not
// for more than most, since any turn may be held up. Enough evidence ends a trial,
// and so do many pairs.
const (
	most     = 0.3
	evidence = 0.5
	slight   = 0.1
	pairs    = 10
)

// turn is some laps in one way.
type turn struct {
	passed time.Duration // in all
	rounds int           // in all
	timed  time.Duration // after settling
	laps   int           // rounds after settling
}

// trial compares another way with the present one.
type trial struct {
	turned   []int   // jobs that are done the other way
	other    bool    // it is the other way's turn
	own      float64 // ns of a round in the last turn of the present way
	evidence float64 // against the other way
	pairs    int
	lost     float64 // ns that the other way has taken more
}

// Loop returns a loop of jobs with the given numbers of parts.
func (p *Pool) Loop(parts []int) *Loop {
	start := time.Now()
	l := &Loop{pool: p, now: func() time.Duration { return time.Since(start) }, shared: make([]bool, len(parts))}
	for job, n := range parts {
		if n > 1 && p.Threads() > 1 {
			l.shared[job] = true
			l.choices = append(l.choices, job)
		}
	}
	return l
}

// Do runs the parts of a job as [Pool.Do] does, on the caller's thread alone where that is
// the faster way.
func (l *Loop) Do(job, parts int, run func(part int)) {
	if l.shared[job] {
		l.pool.Do(parts, run)
		return
	}
	for part := range parts {
		run(part)
	}
}

// Begin begins a lap, some rounds on end. The clock takes some 50 ns, twice a lap.
func (l *Loop) Begin() {
	if len(l.choices) > 0 {
		l.began = l.now()
	}
}

// End ends a lap of so many rounds. What is done between laps does not count.
func (l *Loop) End(rounds int) {
	if len(l.choices) == 0 || rounds == 0 {
		return
	}
	took := l.now() - l.began
	if l.trial == nil {
		if l.rest -= took; l.rest <= 0 {
			l.start()
		}
		return
	}
	if l.turn.add(took, rounds); l.turn.over() {
		l.judge()
		l.turn = turn{}
	}
}

// add counts a lap. Long laps need not settle first: they do that on the way.
func (t *turn) add(took time.Duration, rounds int) {
	if t.passed >= settle || took >= 4*settle {
		t.timed += took
		t.laps += rounds
	}
	t.passed += took
	t.rounds += rounds
}

func (t *turn) over() bool { return t.timed >= enough }

// start begins a trial with a turn of the present way.
func (l *Loop) start() {
	l.trial = &trial{turned: l.candidate()}
	l.turn = turn{}
}

// candidate takes turns between all jobs at once and each of them.
func (l *Loop) candidate() []int {
	i := l.next
	l.next = (l.next + 1) % (len(l.choices) + 1)
	if i > 0 {
		return l.choices[i-1 : i]
	}
	if some := l.sharing(); len(some) > 0 {
		return some
	}
	return l.choices
}

// sharing lists the jobs that are shared.
func (l *Loop) sharing() []int {
	return slices.DeleteFunc(slices.Clone(l.choices), func(job int) bool { return !l.shared[job] })
}

// judge takes a turn into account and passes to the other way, or ends the trial.
func (l *Loop) judge() {
	t := l.trial
	perRound := float64(l.turn.timed) / float64(l.turn.laps)
	if !t.other {
		t.own = perRound
		l.turnRound(t)
		return
	}
	t.lost += float64(l.turn.passed) - t.own*float64(l.turn.rounds)
	t.pairs++
	t.evidence += max(-most, min(math.Log(perRound/t.own), most))
	wins := t.evidence <= -evidence || t.pairs == pairs && t.evidence < -slight
	if !wins && t.evidence < evidence && t.pairs < pairs {
		l.turnRound(t)
		return
	}
	l.finish(wins)
}

// turnRound passes from one way to the other.
func (l *Loop) turnRound(t *trial) {
	t.other = !t.other
	for _, job := range t.turned {
		l.shared[job] = !l.shared[job]
	}
}

// finish ends a trial at the end of the other way's turn. The next is the later
// the more this one has cost.
func (l *Loop) finish(wins bool) {
	t := l.trial
	l.trial, l.rest = nil, pause
	if wins {
		return
	}
	l.turnRound(t)
	l.rest = max(pause, patient*time.Duration(t.lost))
}
