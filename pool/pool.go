// Package pool runs the parts of a job on threads that stay alive between jobs.
//
// A simulation has several short jobs in every step. Starting goroutines for
// each costs more than the work, so the workers of a [Pool] wait for the next
// job, awake for some tens of microseconds and asleep after that. Jobs are cut
// by size and never by the number of threads: which thread runs a part must
// not show in the result.
package pool

import (
	"context"
	"runtime"
	"runtime/pprof"
	"sync"
	"sync/atomic"
)

// Pool is a set of threads that share the parts of one job at a time. The
// goroutine that calls [Pool.Do] is one of them. A nil Pool is one thread.
type Pool struct {
	threads int

	// shares are the parts of each thread, a stretch of them, so that a thread
	// finds the data of its parts in its own cache in every job. Who has finished
	// helps the others.
	shares  []share
	job     uint64
	running atomic.Int64 // parts not yet finished
	run     func(part int)
	parts   int
	labels  context.Context // of jobs

	asleep atomic.Int32 // threads
	dozes  atomic.Bool  // the caller, until the job is done
	mutex  sync.Mutex
	wake   *sync.Cond
	done   *sync.Cond
	closed bool
	exited sync.WaitGroup
}

// share is a thread's part of a job.
type share struct {
	// ticket is job<<32 | parts not yet handed out. The number of the job keeps
	// a thread that was held up from taking a part of a later job unaware: it
	// reads run and parts only after it has won a part, and a job does not end
	// before all its parts have.
	ticket atomic.Uint64
	labels context.Context // that the thread bears
	_      [40]byte        // a line of the cache for each
}

// Patience of waiting threads: looks between yields, and yields before sleep,
// about 0.1 to 0.5 ms in all.
const (
	looks  = 256
	yields = 512
)

// New starts a pool of the given number of threads, one or more, the caller
// among them. [Pool.Close] ends it.
func New(threads int) *Pool {
	p := &Pool{threads: max(threads, 1)}
	p.shares = make([]share, p.threads)
	p.wake, p.done = sync.NewCond(&p.mutex), sync.NewCond(&p.mutex)
	for thread := 1; thread < p.threads; thread++ {
		p.exited.Go(func() { p.work(thread) })
	}
	return p
}

// Threads is the number of threads, the caller's among them.
func (p *Pool) Threads() int {
	if p == nil {
		return 1
	}
	return p.threads
}

// Label makes the threads bear the labels of a context in profiles (see
// [pprof.SetGoroutineLabels]), the caller from now on and the others in the jobs to come.
func (p *Pool) Label(labels context.Context) {
	pprof.SetGoroutineLabels(labels)
	if p != nil {
		p.labels, p.shares[0].labels = labels, labels
	}
}

// Do calls run for every part in [0, parts) and returns when all have
// finished. On one thread they run in order. Calls do not overlap: neither run nor
// another goroutine may call Do meanwhile.
func (p *Pool) Do(parts int, run func(part int)) {
	if p == nil || p.threads == 1 || parts <= 1 {
		for part := range parts {
			run(part)
		}
		return
	}
	if p.running.Load() != 0 {
		panic("BUG: pool: Do was called while a job runs")
	}
	p.run, p.parts = run, parts
	p.running.Store(int64(parts))
	p.job++
	for thread := range p.shares {
		p.shares[thread].ticket.Store(p.job<<32 | uint64(p.first(thread+1)-p.first(thread)))
	}
	if p.asleep.Load() > 0 {
		p.mutex.Lock()
		p.wake.Broadcast()
		p.mutex.Unlock()
	}
	p.help(0)
	p.finish()
	p.run = nil
}

// finish waits until the parts that others run have finished, asleep if it takes long:
// where other programs use the cores, a thread that runs a part may need this one.
func (p *Pool) finish() {
	done := func() bool { return p.running.Load() == 0 }
	if patiently(done) {
		return
	}
	p.mutex.Lock()
	defer p.mutex.Unlock()
	p.dozes.Store(true) // before the last look: who finishes counts down first and then looks at it
	defer p.dozes.Store(false)
	for !done() {
		p.done.Wait()
	}
}

// Close ends the threads and waits for them. A closed pool runs no more jobs.
func (p *Pool) Close() {
	if p == nil {
		return
	}
	p.mutex.Lock()
	p.closed = true
	p.wake.Broadcast()
	p.mutex.Unlock()
	p.exited.Wait()
}

// first is the first part of a thread's share.
func (p *Pool) first(thread int) int { return thread * p.parts / p.threads }

// help runs parts of the present job as long as there are any to hand out, those
// of the thread's own share first.
func (p *Pool) help(thread int) {
	for i := range p.threads {
		p.runShare((thread+i)%p.threads, &p.shares[thread])
	}
}

// runShare runs the parts that are left of a thread's share, on the thread of own.
func (p *Pool) runShare(thread int, own *share) {
	ticket := &p.shares[thread].ticket
	for {
		now := ticket.Load()
		left := int(uint32(now))
		if left == 0 {
			return
		}
		if ticket.CompareAndSwap(now, now-1) {
			if own.labels != p.labels {
				own.labels = p.labels
				pprof.SetGoroutineLabels(own.labels)
			}
			p.run(p.first(thread+1) - left)
			if p.running.Add(-1) == 0 && p.dozes.Load() {
				p.mutex.Lock()
				p.done.Signal()
				p.mutex.Unlock()
			}
		}
	}
}

func (p *Pool) work(thread int) {
	for p.await(thread) {
		p.help(thread)
	}
}

// await returns true when there are parts to run and false when the pool is closed.
func (p *Pool) await(thread int) bool {
	parts := func() bool { return uint32(p.shares[thread].ticket.Load()) != 0 }
	if patiently(parts) {
		return true
	}
	p.mutex.Lock()
	defer p.mutex.Unlock()
	p.asleep.Add(1) // before the last look: Do publishes first and then counts the sleepers
	defer p.asleep.Add(-1)
	for !parts() && !p.closed {
		p.wake.Wait()
	}
	return !p.closed
}

// patiently waits awake, for a while, and reports whether what it waits for has come.
func patiently(come func() bool) bool {
	for i := 1; i <= looks*yields; i++ {
		if come() {
			return true
		}
		if i%looks == 0 {
			runtime.Gosched()
		}
	}
	return false
}
