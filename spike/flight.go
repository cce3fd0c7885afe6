package spike

import "unsafe"

// flight is a row on its way: the next of its runs, and the number of synapses there.
type flight struct{ from, count uint32 }

// wave is the flights of one step's spikes. They begin to arrive in step first.
type wave struct {
	first   int64
	flights int
}

// queue is the flights of a tract, in order of step and lane.
type queue struct {
	flights []flight
	waves   []wave
	over    int // flights that are over
	begun   int // flights that have begun to arrive, or are over
	started int // waves of which that is so
}

// A run is fetched some flights before its turn, and at least some bytes: finding a place in
// memory takes as long as reading that many there. Behind a short run are the next ones,
// which then are near when their steps come.
const (
	ahead      = 8
	leastFetch = 256
)

// fetchHeads brings what send will read of rows into the cache.
func (t *tract) fetchHeads(lanes []int32) {
	for _, lane := range within(lanes, t.from, t.from+t.rows()) {
		prefetch(unsafe.Pointer(&t.heads[int(lane)-t.from]), 2*unsafe.Sizeof(head{}))
	}
}

// send puts the rows of a step's spikes on their way and returns the number of their
// synapses. Of them those remain that are reached from a step on.
func (t *tract) send(step, from int64, lanes []int32) (events int) {
	first := step + int64(t.first)
	late := int(min(max(from-first, 0), int64(t.delays)))
	flights := 0
	for _, lane := range within(lanes, t.from, t.from+t.rows()) {
		row := int(lane) - t.from
		n := t.synapses(row)
		if events += n; n == 0 || late == t.delays {
			continue
		}
		x := t.heads[row]
		for range late {
			x.from, x.count = t.after(x.from, x.count)
		}
		t.flights = append(t.flights, flight(x))
		flights++
	}
	if flights > 0 {
		t.waves = append(t.waves, wave{first, flights})
	}
	return events
}

// due reports whether flights may reach anything in a step.
func (q *queue) due(step int64) bool { return len(q.waves) > 0 && q.waves[0].first <= step }

// deliver adds what flights reach in a step.
func (t *tract) deliver(step int64) {
	t.begin(step)
	now := t.flights[t.over:t.begun]
	for i := range now[:min(ahead, len(now))] {
		t.fetch(now[i])
	}
	for i := range now {
		if i+ahead < len(now) {
			t.fetch(now[i+ahead])
		}
		x := &now[i]
		if x.count > 0 {
			t.addRun(x.from, x.count)
		}
		x.from, x.count = t.after(x.from, x.count)
	}
	t.end(step - int64(t.delays) + 1)
}

// fetch brings a run into the cache, and the number behind it.
func (t *tract) fetch(x flight) {
	prefetch(unsafe.Pointer(&t.runs[x.from]), max(unitBytes*(uintptr(x.count)*uintptr(t.size)+1), leastFetch))
}

// begin takes up the flights that begin to arrive in a step.
func (q *queue) begin(step int64) {
	for q.started < len(q.waves) && q.waves[q.started].first <= step {
		q.begun += q.waves[q.started].flights
		q.started++
	}
}

// end drops the waves that began to arrive in a step or before.
func (q *queue) end(first int64) {
	done := 0
	for done < q.started && q.waves[done].first <= first {
		q.over += q.waves[done].flights
		done++
	}
	q.waves = append(q.waves[:0], q.waves[done:]...)
	q.started -= done
	if 2*q.over > len(q.flights) {
		q.flights = append(q.flights[:0], q.flights[q.over:]...)
		q.begun -= q.over
		q.over = 0
	}
}

// empty drops all.
func (q *queue) empty() {
	*q = queue{flights: q.flights[:0], waves: q.waves[:0]}
}
