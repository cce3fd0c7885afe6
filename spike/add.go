package spike

import "unsafe"

// The loops that add rows: one for each way to store weights and delays.

// add adds the synapses of a row that are reached before end, and returns the
// first that is not.
func (l *leg) add(r *Row, end int64) uint32 {
	b := l.block
	delays := uint(end - r.First) // the delays that end in time, as indices, are less
	switch {
	case l.minus != nil:
		return l.addMixed(r, delays)
	case b.Packed != nil:
		return r.Next + addPacked(l, r, delays)
	case b.Delay == nil && b.Weight32 != nil:
		addWeights(l.slot(r), b.Target[r.Next:r.End], b.Weight32[r.Next:r.End], l.factor)
	case b.Delay == nil && b.Weight64 != nil:
		addWeights(l.slot(r), b.Target[r.Next:r.End], b.Weight64[r.Next:r.End], l.factor)
	case b.Delay == nil:
		addUniform(l.slot(r), b.Target[r.Next:r.End], l.table.Uniform*l.factor)
	case b.Weight32 != nil:
		return r.Next + addDelayed(l, r, delays, b.Weight32)
	case b.Weight64 != nil:
		return r.Next + addDelayed(l, r, delays, b.Weight64)
	default:
		return r.Next + addUniformDelayed(l, r, delays)
	}
	return r.End
}

// slot is where the row's synapses arrive if all delays are equal.
func (l *leg) slot(r *Row) []float64 {
	lo := (uint(r.First) & l.mask) * l.stride
	return l.sums[lo : lo+uint(l.block.Hi-l.block.Lo)]
}

// addUniform adds a weight to each target's sum. Local targets are less than
// len(slot), or the table is broken; without that check for each, and four at a
// time, an event costs a tenth less.
func addUniform(slot []float64, target []uint16, weight float64) {
	sums := unsafe.Pointer(unsafe.SliceData(slot))
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

func addWeights[W float32 | float64](slot []float64, target []uint16, weight []W, factor float64) {
	sums := unsafe.Pointer(unsafe.SliceData(slot))
	weight = weight[:len(target)]
	for k, local := range target {
		*sumOf(sums, local) += float64(weight[k]) * factor // exact: the factor is ±1
	}
}

func sumOf(sums unsafe.Pointer, local uint16) *float64 {
	return (*float64)(unsafe.Add(sums, 8*uintptr(local)))
}

func addUniformDelayed(l *leg, r *Row, delays uint) uint32 {
	target := l.block.Target[r.Next:r.End]
	delay := l.block.Delay[r.Next:r.End][:len(target)]
	sums, first, mask, stride := l.sums, uint(r.First), l.mask, l.stride
	weight := l.table.Uniform * l.factor
	for k, local := range target {
		d := uint(delay[k])
		if d >= delays {
			return uint32(k)
		}
		sums[((first+d)&mask)*stride+uint(local)] += weight
	}
	return uint32(len(target))
}

func addDelayed[W float32 | float64](l *leg, r *Row, delays uint, weights []W) uint32 {
	target := l.block.Target[r.Next:r.End]
	delay := l.block.Delay[r.Next:r.End][:len(target)]
	weight := weights[r.Next:r.End][:len(target)]
	sums, first, mask, stride, factor := l.sums, uint(r.First), l.mask, l.stride, l.factor
	for k, local := range target {
		d := uint(delay[k])
		if d >= delays {
			return uint32(k)
		}
		sums[((first+d)&mask)*stride+uint(local)] += float64(weight[k]) * factor
	}
	return uint32(len(target))
}

func addPacked(l *leg, r *Row, delays uint) uint32 {
	row := l.block.Packed[r.Next:r.End]
	sums, first, mask, stride, factor := l.sums, uint(r.First), l.mask, l.stride, l.factor
	for k := range row {
		s := &row[k]
		d := uint(s.Delay)
		if d >= delays {
			return uint32(k)
		}
		sums[((first+d)&mask)*stride+uint(s.Target)] += float64(s.Weight) * factor
	}
	return uint32(len(row))
}

// addMixed decides for each synapse where its weight arrives; only weights that
// differ have both signs.
func (l *leg) addMixed(r *Row, delays uint) uint32 {
	b := l.block
	for k := r.Next; k < r.End; k++ {
		d := uint(b.DelayOf(int(k)))
		if d >= delays {
			return k
		}
		at := ((uint(r.First)+d)&l.mask)*l.stride + uint(b.TargetOf(int(k)))
		if w := l.table.Weight(b, int(k)); w < 0 {
			l.minus[at] += w * l.factor
		} else {
			l.sums[at] += w
		}
	}
	return r.End
}
