// Package pool runs the parts of a job on threads that stay alive between jobs.
//
// A simulation has several short jobs in every step. Starting goroutines for
// each costs more than the work, so the workers of a [Pool] wait for the next
// job, awake for some tens of microseconds and asleep after that. Jobs are cut
// by size and never by the number of threads: which thread runs a part must
// not show in the result.
package pool

import (
	"runtime"
	"sync"
	"sync/atomic"
)

// Pool is a set of threads that share the parts of one job at a time. The
// goroutine that calls [Pool.Do] is one of them. A nil Pool is one thread.
type Pool struct {
	threads int

	// ticket is job<<32 | parts not yet handed out. The number of the job keeps
	// a thread that was held up from taking a part of a later job unaware: it
	// reads run and parts only after it has won a part, and a job does not end
	// before all its parts have.
	ticket  atomic.Uint64
	running atomic.Int64 // parts not yet finished
	run     func(part int)
	parts   int

	asleep atomic.Int32
	mutex  sync.Mutex
	wake   *sync.Cond
	closed bool
	exited sync.WaitGroup
}

// Patience of waiting threads: looks between yields, and yields before sleep,
// about 0.1 to 0.5 ms in all.
const (
	looks  = 64
	yields = 512
)

// New starts a pool of the given number of threads, one or more, the caller
// among them. [Pool.Close] ends it.
func New(threads int) *Pool {
	p := &Pool{threads: max(threads, 1)}
	p.wake = sync.NewCond(&p.mutex)
	for range p.threads - 1 {
		p.exited.Go(p.work)
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

// Do calls run for every part in [0, parts) and returns when all have
// finished. Parts start in order. Calls do not overlap: neither run nor
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
	p.ticket.Store((p.ticket.Load()>>32+1)<<32 | uint64(uint32(parts)))
	if p.asleep.Load() > 0 {
		p.mutex.Lock()
		p.wake.Broadcast()
		p.mutex.Unlock()
	}
	p.help()
	for i := 1; p.running.Load() != 0; i++ {
		if i%looks == 0 {
			runtime.Gosched()
		}
	}
	p.run = nil
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

// help runs parts of the present job as long as there are any to hand out.
func (p *Pool) help() {
	for {
		ticket := p.ticket.Load()
		left := int(uint32(ticket))
		if left == 0 {
			return
		}
		if p.ticket.CompareAndSwap(ticket, ticket-1) {
			p.run(p.parts - left)
			p.running.Add(-1)
		}
	}
}

func (p *Pool) work() {
	for p.await() {
		p.help()
	}
}

// await returns true when there are parts to run and false when the pool is closed.
func (p *Pool) await() bool {
	for i := 1; i <= looks*yields; i++ {
		if p.waiting() {
			return true
		}
		if i%looks == 0 {
			runtime.Gosched()
		}
	}
	p.mutex.Lock()
	defer p.mutex.Unlock()
	p.asleep.Add(1) // before the last look: Do publishes first and then counts the sleepers
	defer p.asleep.Add(-1)
	for !p.waiting() && !p.closed {
		p.wake.Wait()
	}
	return !p.closed
}

// waiting reports whether a part waits to be run.
func (p *Pool) waiting() bool { return uint32(p.ticket.Load()) != 0 }
