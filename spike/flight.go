package spike

import "unsafe"

// flight is a row on its way: from is its next synapse, and counts[at] of them are
// reached in the next step.
type flight struct{ at, from uint32 }

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

// A run is fetched some flights before its turn. Finding a place in memory takes
// as long as reading some 250 bytes there, so of short runs those of several steps are fetched
// at once; the later ones wait in the second cache, which long runs would flood.
const (
	ahead     = 8
	mostSteps = 4 // a power of two
	shortRun  = 192
)

// fetchSteps is the number of steps whose runs are fetched at once, where runs have so many
// bytes on average.
func fetchSteps(bytes int) int {
	steps := 1
	for steps < mostSteps && steps*bytes < shortRun {
		steps *= 2
	}
	return steps
}

// fetchCounts brings what send will read of rows into the cache.
func (t *tract) fetchCounts(lanes []int32) {
	for _, lane := range within(lanes, t.from, t.from+t.rows()) {
		row := int(lane) - t.from
		prefetch(unsafe.Pointer(&t.counts[row*t.stride]), 2*uintptr(t.stride))
		prefetch(unsafe.Pointer(&t.row[row]), 8)
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
		k, end := t.row[row], t.row[row+1]
		if events += int(end - k); k == end || late == t.delays {
			continue
		}
		at := row * t.stride
		for _, n := range t.counts[at : at+late] {
			k += uint32(n)
		}
		t.flights = append(t.flights, flight{uint32(at + late), k})
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
		n := t.counts[x.at]
		x.at++
		if n > 0 {
			t.addRun(x.from, int(n))
			x.from += uint32(n)
		}
	}
	t.end(step - int64(t.delays) + 1)
}

// fetch brings the runs of some steps into the cache, when the first of them comes up.
func (t *tract) fetch(x flight) {
	if int(x.at)&(t.steps-1) != 0 {
		return
	}
	n := uintptr(0)
	for _, count := range t.counts[x.at : int(x.at)+t.steps] {
		n += uintptr(count)
	}
	prefetch(t.place(x.from), n*t.size)
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
