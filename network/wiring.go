package network

import (
	"fmt"
	"math"
	"slices"

	"github.com/cajal-sim/cajal/random"
	"github.com/cajal-sim/cajal/spike"
)

// setWiring prepares the rule.
func (c *connection) setWiring() error {
	r, sources, targets := &c.p.Rule, c.p.Source.Len(), c.p.Target.Len()
	if err := r.check(c.p); err != nil {
		return err
	}
	if sources == 0 || targets == 0 {
		c.wiring.draw = func(*spike.Block, func(int, int, int)) {}
		return nil
	}
	switch r.Kind {
	case AllToAll:
		c.wiring.draw = c.allToAll
	case OneToOne:
		c.wiring.draw = c.oneToOne
	case Bernoulli:
		c.wiring.draw = c.bernoulli
	case FixedIn:
		c.wiring.draw = c.inDegree(func(target int) int { return r.N })
	case FixedTotal:
		degrees := c.shareTotal()
		c.wiring.draw = c.inDegree(func(target int) int { return int(degrees[target]) })
	case FixedOut:
		c.wiring = c.outDegree()
	case Distance:
		c.wiring.draw = c.distance()
	case Explicit:
		c.wiring = c.explicit()
	default:
		panic(fmt.Sprintf("BUG: network: rule kind %d", r.Kind))
	}
	return nil
}

func (c *connection) allToAll(b *spike.Block, visit func(source, target, listed int)) {
	lo, hi := c.inView(b)
	targets := c.p.Target.Len()
	for target := lo; target < hi; target++ {
		barred := c.barred(target)
		for source := range c.table.Sources {
			if source != barred {
				visit(source, target, source*targets+target)
			}
		}
	}
}

func (c *connection) oneToOne(b *spike.Block, visit func(source, target, listed int)) {
	lo, hi := c.inView(b)
	for cell := lo; cell < hi; cell++ {
		if cell != c.barred(cell) {
			visit(cell, cell, cell)
		}
	}
}

// bernoulli draws the gaps between the connected targets of each row.
func (c *connection) bernoulli(b *spike.Block, visit func(source, target, listed int)) {
	lo, hi := c.inView(b)
	gap := gaps(c.p.Rule.P)
	for source := range c.table.Sources {
		random := c.source(b.Lo*c.table.Sources+source, forWiring)
		for target := lo + gap.next(&random); target < hi; target += 1 + gap.next(&random) {
			if source != c.barred(target) {
				visit(source, target, 0)
			}
		}
	}
}

// gap draws numbers of failures between successes, as the whole part of an
// exponential number of mean −1/ln(1−p), itself.
type gap float64

// gaps is the gap of probability p in [0, 1].
func gaps(p float64) gap { return gap(-1 / math.Log1p(-p)) }

func (g gap) next(random *random.Source) int {
	if g == 0 { // p = 1
		return 0
	}
	return int(min(random.Exp()*float64(g), math.MaxInt32))
}

// inDegree draws degree(target) sources for every target.
func (c *connection) inDegree(degree func(target int) int) func(*spike.Block, func(source, target, listed int)) {
	return func(b *spike.Block, visit func(source, target, listed int)) {
		chosen := newSet(c.table.Sources, c.p.Rule.NoMultapses)
		for lo, hi := c.inView(b); lo < hi; lo++ {
			random := c.source(lo, forWiring)
			choose(&random, degree(lo), c.table.Sources, c.barred(lo), chosen, func(source int) { visit(source, lo, 0) })
		}
	}
}

// choose visits n of the lanes [0, lanes) other than barred, drawn uniformly:
// with replacement or, if chosen is a set, without, by Floyd's algorithm (Bentley
// & Floyd 1987, Commun ACM 30:754). The set is empty before and after.
func choose(random *random.Source, n, lanes, barred int, chosen *set, visit func(lane int)) {
	allowed := lanes
	if barred >= 0 {
		allowed--
	}
	for j := allowed - n; j < allowed; j++ {
		var lane int
		if chosen == nil {
			lane = random.Intn(allowed)
		} else if lane = random.Intn(j + 1); !chosen.add(lane) {
			lane = j
			chosen.add(j)
		}
		if barred >= 0 && lane >= barred {
			lane++
		}
		visit(lane)
	}
	chosen.clear()
}

// set is a set of lanes; nil is no set.
type set struct {
	bits  []uint64
	added []int
}

func newSet(lanes int, wanted bool) *set {
	if !wanted {
		return nil
	}
	return &set{bits: make([]uint64, (lanes+63)/64)}
}

// add reports whether the lane is new.
func (s *set) add(lane int) bool {
	word, bit := &s.bits[lane/64], uint64(1)<<(lane%64)
	if *word&bit != 0 {
		return false
	}
	*word |= bit
	s.added = append(s.added, lane)
	return true
}

// clear empties the set, at a price that goes by what is in it.
func (s *set) clear() {
	if s == nil {
		return
	}
	for _, lane := range s.added {
		s.bits[lane/64] = 0
	}
	s.added = s.added[:0]
}

// outDegree draws N targets for every source: first how many fall into each
// block, by drawing them all, then which ones they are, by block.
func (c *connection) outDegree() wiring {
	degrees := c.shareTargets()
	count := func(b *spike.Block, counts []uint32) { copy(counts, degrees[b.Lo/spike.BlockSize(c.table.Targets)]) }
	return wiring{count: count, draw: func(b *spike.Block, visit func(source, target, listed int)) {
		lo, hi := c.inView(b)
		chosen := newSet(hi-lo, c.p.Rule.NoMultapses)
		var row []int
		for source, n := range degrees[b.Lo/spike.BlockSize(c.table.Targets)] {
			random := c.source(b.Lo*c.table.Sources+source, forWiring)
			row = row[:0]
			barred := c.barredTarget(source) - lo
			if barred < 0 || barred >= hi-lo {
				barred = -1
			}
			choose(&random, int(n), hi-lo, barred, chosen, func(lane int) { row = append(row, lane) })
			slices.Sort(row)
			for _, lane := range row {
				visit(source, lo+lane, 0)
			}
		}
	}}
}

// shareTargets returns the number of each source's targets in each block, shape
// (blocks, sources).
func (c *connection) shareTargets() [][]uint32 {
	degrees := make([][]uint32, len(c.table.Blocks))
	for b := range degrees {
		degrees[b] = make([]uint32, c.table.Sources)
	}
	const part = 256
	c.opt.Pool.Do((c.table.Sources+part-1)/part, func(i int) {
		chosen := newSet(c.p.Target.Len(), c.p.Rule.NoMultapses)
		size, shift := spike.BlockSize(c.table.Targets), c.p.Target.Lo
		for source := i * part; source < min((i+1)*part, c.table.Sources); source++ {
			random := c.source(source, forDegree)
			choose(&random, c.p.Rule.N, c.p.Target.Len(), c.barredTarget(source), chosen, func(target int) {
				degrees[(target+shift)/size][source]++
			})
		}
	})
	return degrees
}

// barredTarget is the target that the source may not connect to, or −1.
func (c *connection) barredTarget(source int) int {
	p := c.p
	target := p.Source.Lo + source - p.Target.Lo
	if !p.Rule.NoAutapses || p.Source.Population != p.Target.Population || target < 0 || target >= p.Target.Len() {
		return -1
	}
	return target
}
