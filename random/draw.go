package random

import "math"

// Uniform returns a number uniform in (0, 1): (k+½)·2⁻⁵², where k is the upper 52
// bits of the entity's half of a block.
func Uniform(seed, entity, step uint64, stream uint32) float64 {
	return unit(half(seed, entity, step, stream))
}

// Uniform32 is Uniform for float32 elements: (k+½)·2⁻²³, where k is the upper 23
// bits. Rounding Uniform to float32 instead could yield 1.
func Uniform32(seed, entity, step uint64, stream uint32) float32 {
	return (float32(half(seed, entity, step, stream)>>41) + 0.5) * 0x1p-23
}

// Partner is the bit in which two entities that share a block differ.
const Partner = 8

// half returns the 64 bits of an entity of the block of draw 0 that it shares.
func half(seed, entity, step uint64, stream uint32) uint64 {
	first, second := pair(seed, entity&^Partner, step, stream, 0)
	if entity&Partner != 0 {
		return second
	}
	return first
}

// Normal returns a standard normal number, √(−2 ln u)·cos(2πv), where u and v are made of
// the two halves of the entity's own block as Uniform is (Box & Muller 1958, Ann Math Stat 29:610).
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
// uniform numbers from the entity's own block of draw i+1. The count is NaN where the mean is
// negative or NaN, and +Inf where it is +Inf.
func Poisson(seed, entity, step uint64, stream uint32, mean float64) float64 {
	if mean <= PoissonSearch {
		return poissonSearch(mean, Uniform(seed, entity, step, stream))
	}
	return poissonRejection(mean, func(trial uint32) (uint64, uint64) {
		return pair(seed, entity, step, stream, trial+1)
	})
}

// Binomial returns the number of successes among n trials of probability p, from the entity's
// own blocks. It is NaN where n is negative or p is outside [0, 1].
func Binomial(seed, entity, step uint64, stream uint32, n int, p float64) float64 {
	return binomial(n, p, func(trial uint32) (uint64, uint64) {
		return pair(seed, entity, step, stream, trial)
	})
}
