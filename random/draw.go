package random

import "math"

// Uniform returns a number uniform in (0, 1): (k+½)·2⁻⁵², where k is the upper 52
// bits of words 0 (above) and 1 of the block of draw 0.
func Uniform(seed, entity, step uint64, stream uint32) float64 {
	u, _ := pair(seed, entity, step, stream, 0)
	return unit(u)
}

// Uniform32 is Uniform for float32 elements: (k+½)·2⁻²³, where k is the upper 23
// bits of word 0. Rounding Uniform to float32 instead could yield 1.
func Uniform32(seed, entity, step uint64, stream uint32) float32 {
	w, _, _, _ := block(seed, entity, step, stream, 0)
	return (float32(w>>9) + 0.5) * 0x1p-23
}

// Normal returns a standard normal number, √(−2 ln u)·cos(2πv), where u is Uniform
// and v is made likewise of words 2 and 3 (Box & Muller 1958, Ann Math Stat 29:610).
func Normal(seed, entity, step uint64, stream uint32) float64 {
	a, b := pair(seed, entity, step, stream, 0)
	return boxMuller(unit(a), unit(b))
}

func boxMuller(u, v float64) float64 {
	return math.Sqrt(-2*math.Log(u)) * math.Cos(2*math.Pi*v)
}

// Exponential returns an exponential number of mean 1, −ln Uniform.
func Exponential(seed, entity, step uint64, stream uint32) float64 {
	return -math.Log(Uniform(seed, entity, step, stream))
}

// Poisson returns a Poisson count of the given mean. Up to [PoissonSearch] it is
// the inversion of Uniform; above, transformed rejection, whose trial i takes its two
// uniform numbers from the block of draw i. The count is NaN where the mean is
// negative or NaN, and +Inf where it is +Inf.
func Poisson(seed, entity, step uint64, stream uint32, mean float64) float64 {
	if mean <= PoissonSearch {
		return poissonSearch(mean, Uniform(seed, entity, step, stream))
	}
	return poissonRejection(mean, func(trial uint32) (uint64, uint64) {
		return pair(seed, entity, step, stream, trial)
	})
}

// Binomial returns the number of successes among n trials of probability p. It is NaN
// where n is negative or p is outside [0, 1].
func Binomial(seed, entity, step uint64, stream uint32, n int, p float64) float64 {
	return binomial(n, p, func(trial uint32) (uint64, uint64) {
		return pair(seed, entity, step, stream, trial)
	})
}
