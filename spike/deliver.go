package spike

import "slices"

// Delivery is bound by memory: a spike's row is somewhere in a large table, and
// its targets are spread over the block. Rows are therefore fetched some spikes
// ahead, all at once, and the loops that add do nothing else.

// ahead is the number of rows fetched together.
const ahead = 16

// Deliver adds, for each source, which spiked at step, the weights of its
// synapses onto the block's targets to the slots in which they arrive, and
// returns the number of synapses. The sources are lanes of the whole source
// population, ascending; those that the table has no row for are passed over.
func (t *Table) Deliver(ring *Ring, step int64, sources []int32, block int) int {
	return t.deliver(ring, step, sources, block, 1)
}

// DeliverSigned is Deliver with weights ≥ 0 added to one ring and weights < 0
// to another, as they are or, where magnitude is set, as absolute values.
func (t *Table) DeliverSigned(plus, minus *Ring, magnitude bool, step int64, sources []int32, block int) int {
	sign := 1.0
	if magnitude {
		sign = -1
	}
	switch t.Sign {
	case 1:
		return t.deliver(plus, step, sources, block, 1)
	case -1:
		return t.deliver(minus, step, sources, block, sign)
	}
	return t.deliverMixed(plus, minus, sign, step, sources, block)
}

// deliver adds factor·weight.
func (t *Table) deliver(ring *Ring, step int64, sources []int32, block int, factor float64) int {
	b := &t.Blocks[block]
	sources = t.within(sources)
	if len(b.Target) == 0 || len(sources) == 0 {
		return 0
	}
	ring.mustHold(t)
	a := t.arrival(ring, step, b)
	events := 0
	var rows [ahead][2]int
	for len(sources) > 0 {
		n := min(ahead, len(sources))
		for i, source := range sources[:n] {
			row := int(source) - t.From
			rows[i] = [2]int{int(b.Row[row]), int(b.Row[row+1])}
		}
		for _, row := range rows[:n] {
			b.fetch(row[0], row[1])
		}
		for _, row := range rows[:n] {
			events += row[1] - row[0]
			t.addRow(&a, b, row[0], row[1], factor)
		}
		sources = sources[n:]
	}
	return events
}

// fetch brings the synapses lo ≤ k < hi into the cache. Its reads do not wait
// for one another, as those of addRow do behind mispredicted ends of rows: this
// halves the price of an event.
func (b *Block) fetch(lo, hi int) {
	touch(b.Target[lo:hi], 32)
	if b.Delay != nil {
		touch(b.Delay[lo:hi], 32)
	}
	if b.Weight32 != nil {
		touch(b.Weight32[lo:hi], 16)
	}
	if b.Weight64 != nil {
		touch(b.Weight64[lo:hi], 8)
	}
}

// touch reads x once in every line of the cache, which holds perLine elements.
// Were it inlined, the compiler would drop the reads.
//
//go:noinline
func touch[T uint16 | float32 | float64](x []T, perLine int) T {
	var sum T
	for k := 0; k < len(x); k += perLine {
		sum += x[k]
	}
	return sum
}

// within cuts ascending sources to those of the table.
func (t *Table) within(sources []int32) []int32 {
	lo, _ := slices.BinarySearch(sources, int32(t.From))
	hi, _ := slices.BinarySearch(sources, int32(t.From+t.Sources))
	return sources[lo:hi]
}

// arrival is where in a ring the spikes of one step arrive at one block: delay
// index d at sums[((first+d)&mask)·stride + local target].
type arrival struct {
	sums                []float64
	first, mask, stride int
}

func (t *Table) arrival(ring *Ring, step int64, b *Block) arrival {
	if t.Exact && len(t.Delays) > 1 {
		panic("BUG: spike: exact delays are delivered event by event")
	}
	first := int((step + int64(t.Steps[0])) & int64(ring.Slots-1))
	return arrival{ring.Sums[b.Lo:], first, ring.Slots - 1, ring.Stride}
}

// slot is the place of the block's targets in the only slot where all delays are equal.
func (a *arrival) slot(b *Block) []float64 {
	lo := a.first * a.stride
	return a.sums[lo : lo+b.Hi-b.Lo]
}

// addRow adds the synapses lo ≤ k < hi.
func (t *Table) addRow(a *arrival, b *Block, lo, hi int, factor float64) {
	target := b.Target[lo:hi]
	switch {
	case b.Delay == nil && b.Weight32 != nil:
		addWeights(a.slot(b), target, b.Weight32[lo:hi], factor)
	case b.Delay == nil && b.Weight64 != nil:
		addWeights(a.slot(b), target, b.Weight64[lo:hi], factor)
	case b.Delay == nil:
		addUniform(a.slot(b), target, t.Uniform*factor)
	case b.Weight32 != nil:
		addDelayed(a, target, b.Delay[lo:hi], b.Weight32[lo:hi], factor)
	case b.Weight64 != nil:
		addDelayed(a, target, b.Delay[lo:hi], b.Weight64[lo:hi], factor)
	default:
		addUniformDelayed(a, target, b.Delay[lo:hi], t.Uniform*factor)
	}
}

func addUniform(slot []float64, target []uint16, weight float64) {
	for _, local := range target {
		slot[local] += weight
	}
}

func addUniformDelayed(a *arrival, target, delay []uint16, weight float64) {
	delay = delay[:len(target)]
	sums, first, mask, stride := a.sums, a.first, a.mask, a.stride
	for k, local := range target {
		sums[((first+int(delay[k]))&mask)*stride+int(local)] += weight
	}
}

func addWeights[W float32 | float64](slot []float64, target []uint16, weight []W, factor float64) {
	weight = weight[:len(target)]
	for k, local := range target {
		slot[local] += float64(weight[k]) * factor // exact: the factor is ±1
	}
}

func addDelayed[W float32 | float64](a *arrival, target, delay []uint16, weight []W, factor float64) {
	delay = delay[:len(target)]
	weight = weight[:len(target)]
	sums, first, mask, stride := a.sums, a.first, a.mask, a.stride
	for k, local := range target {
		sums[((first+int(delay[k]))&mask)*stride+int(local)] += float64(weight[k]) * factor
	}
}

// deliverMixed decides for each synapse; only weights that differ have both signs.
func (t *Table) deliverMixed(plus, minus *Ring, sign float64, step int64, sources []int32, block int) int {
	b := &t.Blocks[block]
	sources = t.within(sources)
	if len(b.Target) == 0 || len(sources) == 0 {
		return 0
	}
	plus.mustHold(t)
	minus.mustHold(t)
	p, m := t.arrival(plus, step, b), t.arrival(minus, step, b)
	events := 0
	for _, source := range sources {
		lo, hi := b.Synapses(int(source) - t.From)
		events += hi - lo
		for k := lo; k < hi; k++ {
			a, weight := &p, t.Weight(b, k)
			if weight < 0 {
				a, weight = &m, sign*weight
			}
			delay := 0
			if b.Delay != nil {
				delay = int(b.Delay[k])
			}
			a.sums[((a.first+delay)&a.mask)*a.stride+int(b.Target[k])] += weight
		}
	}
	return events
}
