package native

import (
	"math"
	"unsafe"
)

// countsOf is the cumulative Poisson distribution of a mean, with +Inf behind it: as
// numbers, and, for float32 code, as the words from which on a number exceeds an entry.
type countsOf struct {
	mean  float64
	sum   []float64
	words []uint64
}

// set makes the table, by the recurrence that defines counts (see random.PoissonTable).
func (t *countsOf) set(mean float64, words bool) {
	if t.sum != nil && mean == t.mean && (t.words != nil || !words) {
		return
	}
	t.mean, t.sum = mean, t.sum[:0]
	p := math.Exp(-mean)
	sum := p
	t.sum = append(t.sum, sum)
	for k := 1.0; ; k++ {
		p = float64(p * (mean / k))
		if sum+p == sum && k > mean {
			break
		}
		sum += p
		t.sum = append(t.sum, sum)
	}
	for n := max(countAhead+1, len(t.sum)+1); len(t.sum) < n; {
		t.sum = append(t.sum, math.Inf(1))
	}
	t.words = t.words[:0]
	for i := 0; words && i < len(t.sum); i++ {
		t.words = append(t.words, threshold(t.sum[i]))
	}
}

// threshold is the least 64 bits, of which the upper 52 count, that make a uniform number
// (k+½)·2⁻⁵² above x; all bits set, which no number has, where none is.
func threshold(x float64) uint64 {
	k := math.Floor(x*0x1p52-0.5) + 1
	if !(k < 0x1p52) {
		return math.MaxUint64
	}
	return uint64(k) << 12
}

// table is what the code reads.
func (t *countsOf) table(single bool) unsafe.Pointer {
	if single {
		return unsafe.Pointer(&t.words[0])
	}
	return unsafe.Pointer(&t.sum[0])
}
