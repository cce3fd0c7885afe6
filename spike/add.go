package spike

import "unsafe"

// The loops that add weights: one for each way to store them.

// add adds a row of one delay.
func (l *leg) add(r *row) {
	b := l.block
	target, sums := b.Target[r.from:r.end], unsafe.SliceData(l.sums)
	switch {
	case b.Weight32 == nil:
		addUniform(sums, target, l.table.Uniform*l.factor)
	case l.minus != nil:
		addMixedWeights(sums, unsafe.SliceData(l.minus), target, b.Weight32[r.from:r.end], l.factor)
	default:
		addWeights(sums, target, b.Weight32[r.from:r.end], l.factor)
	}
}

// addUniform adds a weight to each target's sum. Local targets are less than
// the size of the block, or the table is broken; without that check for each, and four at a
// time, an event costs a tenth less.
func addUniform(sums *float64, target []uint16, weight float64) {
	for ; len(target) >= 4; target = target[4:] {
		*sumOf(sums, target[0]) += weight
		*sumOf(sums, target[1]) += weight
		*sumOf(sums, target[2]) += weight
		*sumOf(sums, target[3]) += weight
	}
	for _, local := range target {
		*sumOf(sums, local) += weight
	}
}

func addWeights(sums *float64, target []uint16, weight []float32, factor float64) {
	weight = weight[:len(target)]
	for k, local := range target {
		*sumOf(sums, local) += float64(weight[k]) * factor // exact: the factor is ±1
	}
}

// addRun adds a run of a tract.
func (t *tract) addRun(k, n uint32) {
	weights, targets := t.run(k, n)
	switch {
	case weights == nil:
		addUniform(t.sums, targets, t.factor)
	case t.minus != nil:
		addMixedWeights(t.sums, t.minus, targets, weights, t.factor)
	default:
		addStored(t.sums, targets, weights)
	}
}

func addStored(sums *float64, target []uint16, weight []float32) {
	weight = weight[:len(target)]
	for ; len(target) >= 4 && len(weight) >= 4; target, weight = target[4:], weight[4:] {
		*sumOf(sums, target[0]) += float64(weight[0])
		*sumOf(sums, target[1]) += float64(weight[1])
		*sumOf(sums, target[2]) += float64(weight[2])
		*sumOf(sums, target[3]) += float64(weight[3])
	}
	for k, local := range target {
		*sumOf(sums, local) += float64(weight[k])
	}
}

func sumOf(sums *float64, local uint16) *float64 {
	return (*float64)(unsafe.Add(unsafe.Pointer(sums), 8*uintptr(local)))
}

// addMixedWeights decides for each synapse where its weight arrives; only weights that
// differ have both signs.
func addMixedWeights(plus, minus *float64, target []uint16, weight []float32, factor float64) {
	for k, local := range target {
		addSigned(plus, minus, local, weight[k], factor)
	}
}

func addSigned(plus, minus *float64, local uint16, weight float32, factor float64) {
	if weight < 0 {
		*sumOf(minus, local) += float64(weight) * factor
	} else {
		*sumOf(plus, local) += float64(weight)
	}
}
