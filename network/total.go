package network

import (
	"math"

	"github.com/cajal-sim/cajal/random"
)

// A fixed total number of synapses, each pair equally likely, is drawn as the
// in-degrees first and then each target's sources. The in-degrees are
// multinomial or, where no pair may occur twice, multivariate hypergeometric: both
// are shared out one part after the other, each by what its pairs are of the
// pairs left; first among the blocks, then inside each.

// shareTotal returns the in-degree of each target of the view.
func (c *connection) shareTotal() []uint32 {
	degrees := make([]uint32, c.p.Target.Len())
	byBlock := make([]int, len(c.table.Blocks))
	split := c.source(len(byBlock), forDegree)
	s := share{source: &split, left: c.p.Rule.N, pairs: c.pairs(0, len(degrees)), distinct: c.p.Rule.NoMultapses}
	for block := range byBlock {
		lo, hi := c.inView(&c.table.Blocks[block])
		byBlock[block] = s.next(c.pairs(lo, hi))
	}
	c.opt.Pool.Do(len(byBlock), func(block int) {
		lo, hi := c.inView(&c.table.Blocks[block])
		random := c.source(block, forDegree)
		s := share{source: &random, left: byBlock[block], pairs: c.pairs(lo, hi), distinct: c.p.Rule.NoMultapses}
		for target := lo; target < hi; target++ {
			degrees[target] = uint32(s.next(c.pairs(target, target+1)))
		}
	})
	return degrees
}

// pairs is the number of pairs allowed onto the targets [lo, hi).
func (c *connection) pairs(lo, hi int) int {
	n := (hi - lo) * c.table.Sources
	if !c.p.Rule.NoAutapses || c.p.Source.Population != c.p.Target.Population {
		return n
	}
	from := c.p.Source.Lo - c.p.Target.Lo
	return n - max(0, min(hi, from+c.table.Sources)-max(lo, from))
}

// share deals out what is left among the parts that follow.
type share struct {
	source   *random.Source
	left     int // still to be dealt out
	pairs    int // of all parts that follow
	distinct bool
}

// next is the number that falls to a part that has some of the pairs.
func (s *share) next(pairs int) int {
	n := 0
	switch {
	case pairs == s.pairs:
		n = s.left
	case s.distinct:
		n = hypergeometric(s.source, s.left, pairs, s.pairs)
	default:
		n = int(s.source.Binomial(s.left, float64(pairs)/float64(s.pairs)))
	}
	s.left -= n
	s.pairs -= pairs
	return n
}

// hypergeometric returns how many of the marked are among n drawn without
// replacement from all. It inverts the cumulative probability, summed outward from
// the mode, where float64 holds the probabilities well.
func hypergeometric(source *random.Source, n, marked, all int) int {
	lo, hi := max(0, n+marked-all), min(n, marked)
	mode := int(float64(n+1) * float64(marked+1) / float64(all+2))
	mode = max(lo, min(mode, hi))
	u := source.Float64()
	// up(k) is P(k+1)/P(k).
	up := func(k int) float64 {
		return float64(marked-k) * float64(n-k) / (float64(k+1) * float64(all-marked-n+k+1))
	}
	below, above := mode, mode
	atBelow := math.Exp(logChoose(marked, mode) + logChoose(all-marked, n-mode) - logChoose(all, n))
	atAbove := atBelow
	u -= atBelow
	for u > 0 && (below > lo || above < hi) {
		if above < hi {
			atAbove *= up(above)
			above++
			if u -= atAbove; u <= 0 {
				return above
			}
		}
		if below > lo {
			below--
			atBelow /= up(below)
			if u -= atBelow; u <= 0 {
				return below
			}
		}
	}
	return mode
}

func logChoose(n, k int) float64 {
	a, _ := math.Lgamma(float64(n) + 1)
	b, _ := math.Lgamma(float64(k) + 1)
	c, _ := math.Lgamma(float64(n-k) + 1)
	return a - b - c
}
