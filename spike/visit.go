package spike

import "unsafe"

// windowSteps is how many steps a window has. What a row has for a window is fetched at
// once: finding a place in memory takes as long as reading some 250 bytes there. It
// is then sorted by step into bags, few enough for a cache.
const windowSteps = 4

// Visit is the synapses of a row that are reached in one window: From ≤ k < From + Count
// of a block, of which Steps[i] are reached in its i-th step.
type Visit struct {
	From        uint32
	Path, Count uint16
	Steps       [windowSteps]uint16
}

// A block is delivered by visits where no row has more than mostAtOnce synapses of a delay,
// and a synapse for every sparsest counts or more.
const (
	mostAtOnce = (1<<16 - 1) / windowSteps
	sparsest   = 32
)

// countDelays counts the synapses of each row by delay, and reports whether visits suit
// the block.
func (b *Block) countDelays(delays int) bool {
	rows := len(b.Row) - 1
	if rows*delays > sparsest*b.Len() {
		return false
	}
	b.counts = Array[uint16](rows * delays)
	for row := range rows {
		counts := b.counts[row*delays:]
		for lo, hi := b.Synapses(row); lo < hi; {
			delay, end := b.Run(lo, hi)
			if end-lo > mostAtOnce {
				b.counts = nil
				return false
			}
			counts[delay] = uint16(end - lo)
			lo = end
		}
	}
	return true
}

// Fetch brings what Send will read of the rows of a step's spikes into the cache.
func (f *Inflow) Fetch(path int, sources []int32) {
	l := &f.legs[path]
	b, delays := l.block, len(l.table.Delays)
	if b.counts == nil {
		return
	}
	for _, source := range l.table.within(sources) {
		row := int(source) - l.table.From
		prefetch(unsafe.Pointer(&b.counts[row*delays]), 2*uintptr(delays))
		prefetch(unsafe.Pointer(&b.Row[row]), 8)
	}
}

// enter enters the visits of a step's spikes in the calendar.
func (f *Inflow) enter(path int, step int64, sources []int32) (events int) {
	l := &f.legs[path]
	b := l.block
	delays := len(l.table.Delays)
	first := step + int64(l.table.Steps[0]) + f.phase
	for _, source := range sources {
		row := int(source) - l.table.From
		if b.Row[row] < b.Row[row+1] {
			f.enterRow(Visit{From: b.Row[row], Path: uint16(path)}, first, b.counts[row*delays:(row+1)*delays])
			events += int(b.Row[row+1] - b.Row[row])
		}
	}
	return events
}

// enterRow enters the visits of a row whose synapses are reached from step first on.
func (f *Inflow) enterRow(v Visit, first int64, counts []uint16) {
	at, day := int(first&(windowSteps-1)), int(first/windowSteps%int64(len(f.Visits)))
	for n := min(windowSteps-at, len(counts)); len(counts) > 0; n = min(windowSteps, len(counts)) {
		v.Count = v.take(at, counts[:n])
		if v.Count > 0 {
			f.Visits[day] = append(f.Visits[day], v)
			v.From += uint32(v.Count)
		}
		if day++; day == len(f.Visits) {
			day = 0
		}
		counts, at = counts[n:], 0
	}
}

// take sets the counts of a window from a step on and returns their sum.
func (v *Visit) take(at int, counts []uint16) uint16 {
	words := (*uint64)(unsafe.Pointer(&v.Steps))
	if len(counts) == windowSteps {
		*words = *(*uint64)(unsafe.Pointer(&counts[0]))
	} else {
		*words = 0
		copy(v.Steps[at:], counts)
	}
	return uint16(*words * 0x0001_0001_0001_0001 >> 48) // the sum of its four parts
}

// deliverVisits adds what visits reach in a step.
func (f *Inflow) deliverVisits(step int64) {
	step += f.phase
	day := dayOf(f.Visits, step/windowSteps)
	for list := *day; len(list) > 0; {
		if list = list[sortVisits(list, f.sources):]; len(list) > 0 {
			f.widen(&list[0])
		}
	}
	*day = (*day)[:0]
	for _, h := range f.heaps {
		h.empty(int(step & (windowSteps - 1)))
	}
}

// widen makes room for a visit.
func (f *Inflow) widen(v *Visit) {
	h := f.sources[v.Path].heap
	for i, n := range v.Steps {
		h.bags[i] = f.store.widen(h.bags[i], int(n)<<h.size+room)
	}
}

// sortPlain is sortVisits without vectors.
func sortPlain(list []Visit, sources []source) int {
	for i := range list {
		v := &list[i]
		s := sources[v.Path]
		for j, n := range v.Steps {
			bytes := int(n) << s.heap.size
			bag := &s.heap.bags[j]
			if len(*bag)+bytes+room > cap(*bag) {
				return i
			}
			*bag = append(*bag, unsafe.Slice((*byte)(unsafe.Add(s.synapses, uintptr(v.From)<<s.heap.size)), bytes)...)
			v.From += uint32(n)
			v.Steps[j] = 0
		}
	}
	return len(list)
}
