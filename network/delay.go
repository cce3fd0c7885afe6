package network

import (
	"fmt"
	"math"
	"slices"

	"github.com/cajal-sim/cajal/spike"
)

// manyDelays is how many different delays a table can hold.
const manyDelays = 1 << 16

// delays says how a projection's delays are stored.
type delays struct {
	array []uint16 // index of each delay given, by place in the list; nil: constant or drawn
	drawn bool
	seen  []bounds // of each block, as stored
}

// setDelays prepares the delays, and the table's list of them where it is known.
func (c *connection) setDelays() error {
	v := c.p.Delay
	switch {
	case !c.p.travels():
		return nil
	case v.Course != nil:
		return fmt.Errorf("delay is a course in time: a delay is constant")
	case v.Draw != nil:
		c.delay.drawn, c.delay.seen = true, c.noBounds()
		return nil
	case v.Array == nil:
		return c.listDelays([]float64{v.Constant})
	}
	if err := c.p.checkListed("delay", v.Array); err != nil {
		return err
	}
	return c.listDelays(v.Array)
}

// listDelays fills in the table's delays and gives each of the given ones its index.
func (c *connection) listDelays(given []float64) error {
	if len(given) == 0 {
		return nil
	}
	t := c.table
	shortest, longest := slices.Min(given), slices.Max(given)
	if err := c.checkDelay(shortest); err != nil {
		return err
	}
	if c.opt.Exact {
		t.Delays = distinct(given, manyDelays)
		t.Exact = t.Delays != nil
	}
	if t.Exact {
		for _, d := range t.Delays {
			t.Steps = append(t.Steps, int32(c.steps(d)))
		}
	} else if err := c.gridDelays(c.steps(shortest), c.steps(longest)); err != nil {
		return err
	}
	if len(t.Delays) > 1 {
		c.delay.array = make([]uint16, len(given))
		for i, d := range given {
			c.delay.array[i] = c.indexOf(d)
		}
	}
	return nil
}

// distinct returns the different numbers in ascending order, or nil if there are more than most.
func distinct(given []float64, most int) []float64 {
	seen := map[float64]bool{}
	var all []float64
	for _, d := range given {
		if seen[d] {
			continue
		}
		if len(all) == most {
			return nil
		}
		seen[d] = true
		all = append(all, d)
	}
	slices.Sort(all)
	return all
}

// gridDelays lists all delays of shortest to longest steps.
func (c *connection) gridDelays(shortest, longest int) error {
	if longest-shortest >= manyDelays {
		return fmt.Errorf("delays differ by %d steps, at most %d are possible: lower the longest delay or raise the step", longest-shortest, manyDelays-1)
	}
	t := c.table
	t.Delays, t.Steps = nil, nil
	for s := shortest; s <= longest; s++ {
		t.Delays = append(t.Delays, float64(s)*c.opt.Step)
		t.Steps = append(t.Steps, int32(s))
	}
	return nil
}

// indexOf is the place of a delay in the table's list.
func (c *connection) indexOf(delay float64) uint16 {
	if c.table.Exact {
		i, _ := slices.BinarySearch(c.table.Delays, delay)
		return uint16(i)
	}
	return uint16(c.steps(delay) - int(c.table.Steps[0]))
}

// steps is a delay in whole steps, the nearest.
func (c *connection) steps(delay float64) int { return int(math.Round(delay / c.opt.Step)) }

// checkDelay reports a delay that is shorter than the step, up to rounding.
func (c *connection) checkDelay(delay float64) error {
	if delay >= c.opt.Step*(1-1e-9) {
		return nil
	}
	return shortDelay(delay, c.opt.Step)
}

func shortDelay(delay, step float64) error {
	return fmt.Errorf("delay %.6g ms is shorter than the step, %g ms: raise the delay or lower the step", delay, step)
}

// drawDelays fills in the delays of a block and sorts its rows by them.
func (c *connection) drawDelays(block int, listed []uint32) error {
	b := &c.table.Blocks[block]
	switch {
	case c.delay.array != nil:
		b.Delay = spike.Array[uint16](len(b.Target))
		for k, number := range listed {
			b.Delay[k] = c.delay.array[number]
		}
	case c.delay.drawn:
		b.Delay = spike.Array[uint16](len(b.Target))
		if err := c.eachRow(b, forDelay, c.p.Delay.Draw, func(k int, x float64) error { return c.setDrawn(b, k, x) }); err != nil {
			return err
		}
		c.delay.seen[block] = extremes(b.Delay)
	default:
		return nil
	}
	sortByDelay(b, listed)
	return nil
}

// setDrawn stores a drawn delay, for the time being as steps − 1.
func (c *connection) setDrawn(b *spike.Block, k int, delay float64) error {
	steps := math.Round(delay / c.opt.Step)
	switch {
	case !(steps >= 1):
		return fmt.Errorf("%w (drawn from %v: give it a min)", shortDelay(delay, c.opt.Step), c.p.Delay.Draw)
	case steps > manyDelays:
		return fmt.Errorf("delay %.6g ms drawn from %v is longer than %d steps: give it a max or raise the step", delay, c.p.Delay.Draw, manyDelays)
	}
	b.Delay[k] = uint16(steps - 1)
	return nil
}

// sortByDelay sorts each row by delay, by counting; targets of equal delay keep their order.
func sortByDelay(b *spike.Block, listed []uint32) {
	var next []int
	target, delay, list := []uint16(nil), []uint16(nil), []uint32(nil)
	for row := range len(b.Row) - 1 {
		lo, hi := b.Row[row], b.Row[row+1]
		if hi-lo < 2 {
			continue
		}
		target = append(target[:0], b.Target[lo:hi]...)
		delay = append(delay[:0], b.Delay[lo:hi]...)
		shortest, longest := slices.Min(delay), slices.Max(delay)
		next = append(next[:0], make([]int, int(longest-shortest)+2)...)
		for _, d := range delay {
			next[d-shortest+1]++
		}
		next[0] = int(lo)
		for i := 1; i < len(next); i++ {
			next[i] += next[i-1]
		}
		if listed != nil {
			list = append(list[:0], listed[lo:hi]...)
		}
		for k, d := range delay {
			to := next[d-shortest]
			next[d-shortest]++
			b.Target[to], b.Delay[to] = target[k], d
			if listed != nil {
				listed[to] = list[k]
			}
		}
	}
}

// finishDelays lists the delays drawn, from the shortest to the longest, and
// makes the stored ones count from there.
func (c *connection) finishDelays() {
	if !c.delay.drawn {
		return
	}
	seen := together(c.delay.seen)
	if seen == none {
		return // no synapses
	}
	shortest, longest := uint16(seen.lo), uint16(seen.hi)
	if err := c.gridDelays(int(shortest)+1, int(longest)+1); err != nil {
		panic("BUG: network: " + err.Error())
	}
	c.opt.Pool.Do(len(c.table.Blocks), func(block int) {
		b := &c.table.Blocks[block]
		if shortest == longest {
			b.Delay = nil
		}
		for k := range b.Delay {
			b.Delay[k] -= shortest
		}
	})
}
