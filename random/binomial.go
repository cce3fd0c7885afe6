package random

import "math"

// binomialSearch is the largest expected number of successes for which a binomial
// number is found by sequential search.
const binomialSearch = 10

// binomial draws from B(n, p); the rarer outcome is counted and the other follows.
func binomial(n int, p float64, bits func(trial uint32) (uint64, uint64)) float64 {
	switch {
	case n < 0 || !(p >= 0 && p <= 1):
		return math.NaN()
	case p > 0.5:
		return float64(n) - binomial(n, 1-p, bits)
	case float64(n)*p <= binomialSearch:
		x, _ := bits(0)
		return binomialInversion(n, p, unit(x))
	}
	return binomialRejection(float64(n), p, bits)
}

// binomialInversion finds the least count whose cumulative probability reaches u.
func binomialInversion(n int, p, u float64) float64 {
	odds := p / (1 - p)
	term := math.Exp(float64(n) * math.Log1p(-p))
	sum, k := term, 0
	for u > sum && k < n {
		term *= odds * float64(n-k) / float64(k+1)
		k++
		sum += term
	}
	return float64(k)
}

// binomialRejection is algorithm BTRS (Hörmann 1993, J Stat Comput Simul 46:101),
// exact for n·p of 10 and more and p up to ½.
func binomialRejection(n, p float64, bits func(trial uint32) (uint64, uint64)) float64 {
	deviation := math.Sqrt(n * p * (1 - p))
	b := 1.15 + 2.53*deviation
	a := -0.0873 + 0.0248*b + 0.01*p
	alpha := (2.83 + 5.1/b) * deviation
	vr := 0.92 - 4.2/b
	mode := math.Floor((n + 1) * p)
	atMode := logFactorial(mode) + logFactorial(n-mode)
	logOdds := math.Log(p / (1 - p))
	for trial := range uint32(poissonTrials) {
		x, y := bits(trial)
		u, v := unit(x)-0.5, unit(y)
		us := 0.5 - math.Abs(u)
		k := math.Floor((2*a/us+b)*u + n*p + 0.5)
		switch {
		case us >= 0.07 && v <= vr:
			return k
		case k < 0 || k > n:
			continue
		}
		ratio := atMode - logFactorial(k) - logFactorial(n-k) + (k-mode)*logOdds
		if math.Log(v*alpha/(a/(us*us)+b)) <= ratio {
			return k
		}
	}
	return mode
}

func logFactorial(k float64) float64 {
	lgamma, _ := math.Lgamma(k + 1)
	return lgamma
}
