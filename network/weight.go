package network

import (
	"fmt"
	"math"
	"slices"

	"github.com/cajal-sim/cajal/spike"
)

// weights says how a projection's weights are stored.
type weights struct {
	array  []float64 // given, by place in the list; nil: constant or drawn
	double bool      // float32 would change some of them
	seen   []bounds  // of each block
}

// setWeights prepares the weights.
func (c *connection) setWeights() error {
	v := c.p.Weight
	c.table.Uniform = v.Constant
	c.weight.seen = c.noBounds()
	switch {
	case v.Course != nil:
		return fmt.Errorf("weight is a course in time: a weight is constant, or the state of a synapse model")
	case v.Array == nil:
		return nil
	}
	if err := c.p.checkListed("weight", v.Array); err != nil {
		return err
	}
	if len(v.Array) > 0 && equal(v.Array) {
		c.table.Uniform = v.Array[0]
		return nil
	}
	c.weight.array = v.Array
	c.weight.double = c.opt.Double && slices.ContainsFunc(v.Array, func(x float64) bool { return float64(float32(x)) != x })
	return nil
}

func equal(x []float64) bool {
	return !slices.ContainsFunc(x, func(y float64) bool { return y != x[0] })
}

// drawWeights fills in the weights of a block whose rows have their final order.
func (c *connection) drawWeights(block int, listed []uint32) error {
	b := &c.table.Blocks[block]
	switch array := c.weight.array; {
	case array != nil && c.weight.double:
		b.Weight64 = spike.Array[float64](len(b.Target))
		for k, number := range listed {
			b.Weight64[k] = array[number]
		}
		c.weight.seen[block] = extremes(b.Weight64)
	case array != nil:
		b.Weight32 = spike.Array[float32](len(b.Target))
		for k, number := range listed {
			b.Weight32[k] = float32(array[number])
		}
		c.weight.seen[block] = extremes(b.Weight32)
	case c.p.Weight.Draw != nil:
		b.Weight32 = spike.Array[float32](len(b.Target))
		err := c.eachRow(b, forWeight, c.p.Weight.Draw, func(k int, x float64) error {
			b.Weight32[k] = float32(x)
			return nil
		})
		c.weight.seen[block] = extremes(b.Weight32)
		return err
	}
	return nil
}

// eachRow draws a number for every synapse of a block, each row from its own
// random numbers.
func (c *connection) eachRow(b *spike.Block, purpose int, d *Distribution, set func(k int, x float64) error) error {
	for row := range c.table.Sources {
		random := c.source(b.Lo*c.table.Sources+row, purpose)
		for k := b.Row[row]; k < b.Row[row+1]; k++ {
			x, err := d.Next(&random)
			if err == nil {
				err = set(int(k), x)
			}
			if err != nil {
				return err
			}
		}
	}
	return nil
}

// finishWeights finds the table's sign.
func (c *connection) finishWeights() {
	seen := bounds{c.table.Uniform, c.table.Uniform}
	if c.p.Weight.Draw != nil || c.weight.array != nil {
		seen = together(c.weight.seen)
	}
	switch {
	case seen.lo >= 0:
		c.table.Sign = 1
	case seen.hi < 0:
		c.table.Sign = -1
	}
}

// bounds is an interval, empty where lo > hi.
type bounds struct{ lo, hi float64 }

var none = bounds{math.Inf(1), math.Inf(-1)}

func extremes[T uint16 | float32 | float64](x []T) bounds {
	if len(x) == 0 {
		return none
	}
	return bounds{float64(slices.Min(x)), float64(slices.Max(x))}
}

// together is the bounds of all.
func together(all []bounds) bounds {
	sum := none
	for _, b := range all {
		sum = bounds{min(sum.lo, b.lo), max(sum.hi, b.hi)}
	}
	return sum
}

// noBounds is an empty interval for each block.
func (c *connection) noBounds() []bounds {
	return slices.Repeat([]bounds{none}, len(c.table.Blocks))
}
