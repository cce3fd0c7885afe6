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
}

// setWeights prepares the weights.
func (c *connection) setWeights() error {
	v := c.p.Weight
	c.table.Uniform = v.Constant
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
		b.Weight64 = make([]float64, len(b.Target))
		for k, number := range listed {
			b.Weight64[k] = array[number]
		}
	case array != nil:
		b.Weight32 = make([]float32, len(b.Target))
		for k, number := range listed {
			b.Weight32[k] = float32(array[number])
		}
	case c.p.Weight.Draw != nil:
		b.Weight32 = make([]float32, len(b.Target))
		return c.eachRow(b, forWeight, c.p.Weight.Draw, func(k int, x float64) error {
			b.Weight32[k] = float32(x)
			return nil
		})
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
	t := c.table
	lowest, highest := t.Uniform, t.Uniform
	if c.p.Weight.Draw != nil || c.weight.array != nil {
		lowest, highest = math.Inf(1), math.Inf(-1)
	}
	for i := range t.Blocks {
		b := &t.Blocks[i]
		if b.Weight32 != nil {
			lowest, highest = min(lowest, float64(slices.Min(b.Weight32))), max(highest, float64(slices.Max(b.Weight32)))
		}
		if b.Weight64 != nil {
			lowest, highest = min(lowest, slices.Min(b.Weight64)), max(highest, slices.Max(b.Weight64))
		}
	}
	switch {
	case lowest >= 0:
		t.Sign = 1
	case highest < 0:
		t.Sign = -1
	}
}
