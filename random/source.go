package random

import (
	"math"
	"math/bits"
)

// sourceDraw is the draw number of a Source's blocks; the functions of this
// package stay below it.
const sourceDraw = 255

// Source reads the numbers of one (seed, entity, stream) in sequence. Copies go
// on independently from where they were made.
type Source struct {
	left   int // words not yet read
	words  [8]uint64
	next   uint64 // number of the next block
	seed   uint64
	entity uint64
	stream uint32
}

// NewSource returns the sequence of the given names, at its start.
func NewSource(seed, entity uint64, stream uint32) Source {
	return Source{seed: seed, entity: entity, stream: stream}
}

// Uint64 returns 64 random bits.
func (s *Source) Uint64() uint64 {
	if s.left == 0 {
		s.fill()
	}
	s.left--
	return s.words[s.left&7]
}

func (s *Source) fill() {
	for i := len(s.words) - 2; i >= 0; i -= 2 {
		s.words[i+1], s.words[i] = pair(s.seed, s.entity, s.next, s.stream, sourceDraw)
		s.next++
	}
	s.left = len(s.words)
}

// Float64 returns a number uniform in (0, 1).
func (s *Source) Float64() float64 { return unit(s.Uint64()) }

// Norm returns a standard normal number.
func (s *Source) Norm() float64 { return boxMuller(s.Float64(), s.Float64()) }

// Exp returns an exponential number of mean 1.
func (s *Source) Exp() float64 { return -math.Log(s.Float64()) }

// Intn returns a whole number uniform in [0, n), n > 0, without bias (Lemire 2019,
// ACM Trans Model Comput Simul 29:3).
func (s *Source) Intn(n int) int {
	if n <= 0 {
		panic("random: Intn of a number that is not positive")
	}
	high, low := bits.Mul64(s.Uint64(), uint64(n))
	if low < uint64(n) {
		high = s.unbiased(high, low, uint64(n))
	}
	return int(high)
}

func (s *Source) unbiased(high, low, n uint64) uint64 {
	for reject := -n % n; low < reject; {
		high, low = bits.Mul64(s.Uint64(), n)
	}
	return high
}

// Poisson returns a Poisson count of the given mean, NaN where that is negative.
func (s *Source) Poisson(mean float64) float64 {
	if mean <= PoissonSearch {
		return poissonSearch(mean, s.Float64())
	}
	return poissonRejection(mean, s.trial)
}

// Binomial returns the number of successes among n trials of probability p, NaN
// where n is negative or p is outside [0, 1].
func (s *Source) Binomial(n int, p float64) float64 { return binomial(n, p, s.trial) }

func (s *Source) trial(uint32) (uint64, uint64) { return s.Uint64(), s.Uint64() }

// Geometric returns the number of failures before the first success of trials of
// probability p in (0, 1]: the gaps between the chosen of a Bernoulli sample.
// What exceeds an int is cut to the largest.
func (s *Source) Geometric(p float64) int {
	gap := math.Floor(math.Log(s.Float64()) / math.Log1p(-p))
	if !(gap < math.MaxInt) {
		return math.MaxInt
	}
	return int(gap)
}

// Perm fills order with a random permutation of 0 … len(order)−1.
func (s *Source) Perm(order []int32) {
	for i := range order {
		j := s.Intn(i + 1)
		order[i] = order[j]
		order[j] = int32(i)
	}
}

// Shuffle puts n things in random order, swapping pairs.
func (s *Source) Shuffle(n int, swap func(i, j int)) {
	for i := n - 1; i > 0; i-- {
		swap(i, s.Intn(i+1))
	}
}
