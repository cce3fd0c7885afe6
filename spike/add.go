package spike

import "unsafe"

// The loops that add weights: one for each way to store them.

// add adds a row of one delay.
func (l *leg) add(r *Row) {
	b := l.block
	target, sums := b.Target[r.From:r.End], unsafe.SliceData(l.sums)
	switch {
	case b.Weight32 == nil:
		addUniform(sums, target, l.table.Uniform*l.factor)
	case l.minus != nil:
		addMixedWeights(sums, unsafe.SliceData(l.minus), target, b.Weight32[r.From:r.End], l.factor)
	default:
		addWeights(sums, target, b.Weight32[r.From:r.End], l.factor)
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

func addPacked(sums *float64, all []Synapse, factor float64) {
	for ; len(all) >= 4; all = all[4:] {
		*sumOf(sums, all[0].Target) += float64(all[0].Weight) * factor
		*sumOf(sums, all[1].Target) += float64(all[1].Weight) * factor
		*sumOf(sums, all[2].Target) += float64(all[2].Weight) * factor
		*sumOf(sums, all[3].Target) += float64(all[3].Weight) * factor
	}
	for i := range all {
		*sumOf(sums, all[i].Target) += float64(all[i].Weight) * factor
	}
}

func sumOf(sums *float64, local uint16) *float64 {
	return (*float64)(unsafe.Add(unsafe.Pointer(sums), 8*uintptr(local)))
}

// addMixed decides for each synapse where its weight arrives; only weights that
// differ have both signs.
func addMixed(plus, minus *float64, all []Synapse, factor float64) {
	for i := range all {
		addSigned(plus, minus, all[i].Target, all[i].Weight, factor)
	}
}

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
