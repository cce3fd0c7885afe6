package native

import (
	"math"
	"unsafe"

	"github.com/cajal-sim/cajal/random"
)

// countsOf is the cumulative Poisson distribution of a mean: as numbers, laid out for vector code, and, for
// float32 code, as the words from which on a number exceeds an entry.
type countsOf struct {
	random.PoissonTable
	mean  float64
	sum   []float64
	words []uint64
}

// set makes the table.
func (t *countsOf) set(mean float64, words bool) {
	if t.sum != nil && mean == t.mean && (t.words != nil || !words) {
		return
	}
	t.mean = mean
	t.PoissonTable.Set(mean)
	t.sum, t.words = t.Search(t.sum[:0]), t.words[:0]
	for i := random.SearchEntries; words && i < len(t.sum); i++ {
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
