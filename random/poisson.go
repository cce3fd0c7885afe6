package random

import "math"

// PoissonSearch is the largest mean for which a Poisson count is found by
// sequential search of the cumulative distribution.
const PoissonSearch = 16

// poissonNormal is the mean above which a Poisson count is a rounded normal number:
// there the distributions differ by less than 1e-5 and the exact test loses its digits.
const poissonNormal = 1 << 32

// poissonTrials is how often rejection may fail; less than 1 in 10⁵⁰ counts needs more.
const poissonTrials = 128

// poissonSearch inverts the cumulative distribution: the least count k whose
// cumulative probability reaches u. Each term is the last times mean/k. The sum may
// end below u by rounding; the search ends where it no longer grows.
func poissonSearch(mean, u float64) float64 {
	if !(mean >= 0) {
		return math.NaN()
	}
	p := math.Exp(-mean)
	sum, k := p, 0.0
	for u > sum {
		k++
		p = float64(p * (mean / k)) // rounded, so that the table agrees
		if sum+p == sum && k > mean {
			break
		}
		sum += p
	}
	return k
}

// PoissonTable is the cumulative distribution for one mean, for many counts.
// Its zero value is ready for Set.
type PoissonTable struct {
	mean float64
	sum  []float64
}

// Set makes the table for a mean of at most PoissonSearch; it is cheap where the mean is the same as before.
func (t *PoissonTable) Set(mean float64) {
	if t.sum != nil && mean == t.mean {
		return
	}
	t.mean, t.sum = mean, t.sum[:0]
	p := math.Exp(-mean)
	sum := p
	t.sum = append(t.sum, sum)
	for k := 1.0; ; k++ {
		p = float64(p * (mean / k))
		if sum+p == sum && k > mean {
			return
		}
		sum += p
		t.sum = append(t.sum, sum)
	}
}

// Count returns the count that [Poisson] finds for the uniform number u.
func (t *PoissonTable) Count(u float64) float64 {
	for k, sum := range t.sum {
		if u <= sum {
			return float64(k)
		}
	}
	return float64(len(t.sum))
}

// The layout of a table for vector code, which finds how many of the first 7 entries a number exceeds in three
// steps: by entry 3, by what stands at places 0 and 4, and by what stands at SearchLast and 2, 4 or 6 places on.
const (
	SearchLast    = 8
	SearchEntries = 16 // the place of entry 0
	searchAhead   = 8  // entries that are read in any case
)

// Search appends the table in that layout to dst. Behind the entries stands +Inf, once at least.
func (t *PoissonTable) Search(dst []float64) []float64 {
	dst = append(dst, make([]float64, SearchEntries)...)
	tree := len(dst) - SearchEntries
	dst = append(dst, t.sum...)
	for n := SearchEntries + max(len(t.sum), searchAhead) + 1; len(dst) < tree+n; {
		dst = append(dst, math.Inf(1))
	}
	entries := dst[tree+SearchEntries:]
	dst[tree], dst[tree+4] = entries[1], entries[5]
	for i := 0; i < 8; i += 2 {
		dst[tree+SearchLast+i] = entries[i]
	}
	return dst
}

// poissonRejection is algorithm PTRS (Hörmann 1993, Insur Math Econ 12:39), exact
// for means of 10 and more; bits gives the 128 bits of a trial.
func poissonRejection(mean float64, bits func(trial uint32) (uint64, uint64)) float64 {
	if !(mean <= poissonNormal) {
		return poissonLarge(mean, bits)
	}
	b := 0.931 + 2.53*math.Sqrt(mean)
	a := -0.059 + 0.02483*b
	inverseAlpha := 1.1239 + 1.1328/(b-3.4)
	vr := 0.9277 - 3.6224/(b-2)
	logMean := math.Log(mean)
	for trial := range uint32(poissonTrials) {
		x, y := bits(trial)
		u, v := unit(x)-0.5, unit(y)
		us := 0.5 - math.Abs(u)
		k := math.Floor((2*a/us+b)*u + mean + 0.43)
		switch {
		case us >= 0.07 && v <= vr:
			return k
		case k < 0 || us < 0.013 && v > us:
			continue
		}
		lgamma, _ := math.Lgamma(k + 1)
		if math.Log(v*inverseAlpha/(a/(us*us)+b)) <= k*logMean-mean-lgamma {
			return k
		}
	}
	return math.Floor(mean)
}

func poissonLarge(mean float64, bits func(trial uint32) (uint64, uint64)) float64 {
	if math.IsNaN(mean) || math.IsInf(mean, 1) {
		return mean
	}
	x, y := bits(0)
	return math.Round(mean + math.Sqrt(mean)*boxMuller(unit(x), unit(y)))
}
