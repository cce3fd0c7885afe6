package network

import "github.com/cajal-sim/cajal/spike"

// explicit visits the listed synapses. They are sorted by block, by counting in
// parts of the list, then by target.
func (c *connection) explicit() wiring {
	byBlock := c.listByBlock()
	list := func(b *spike.Block) []uint32 { return byBlock[b.Lo/spike.BlockSize(c.table.Targets)] }
	r := &c.p.Rule
	return wiring{
		count: func(b *spike.Block, counts []uint32) {
			for _, number := range list(b) {
				counts[r.Sources[number]]++
			}
		},
		draw: func(b *spike.Block, visit func(source, target, listed int)) {
			for _, number := range c.byTarget(b, list(b)) {
				visit(int(r.Sources[number]), int(r.Targets[number]), int(number))
			}
		},
	}
}

// byTarget sorts a block's list by target; synapses of one target keep their order.
func (c *connection) byTarget(b *spike.Block, list []uint32) []uint32 {
	targets := c.p.Rule.Targets
	lo, hi := c.inView(b)
	next := make([]uint32, hi-lo+1)
	for _, number := range list {
		next[int(targets[number])-lo+1]++
	}
	for i := 1; i < len(next); i++ {
		next[i] += next[i-1]
	}
	sorted := make([]uint32, len(list))
	for _, number := range list {
		at := &next[int(targets[number])-lo]
		sorted[*at] = number
		*at++
	}
	return sorted
}

// listByBlock returns the numbers of the listed synapses onto each block, ascending.
func (c *connection) listByBlock() [][]uint32 {
	targets, blocks := c.p.Rule.Targets, len(c.table.Blocks)
	size, shift := spike.BlockSize(c.table.Targets), c.p.Target.Lo
	const part = 1 << 18
	parts := (len(targets) + part - 1) / part
	next := make([][]uint32, parts) // where each part's synapses onto each block go
	each := func(visit func(part, number, block int)) {
		c.opt.Pool.Do(parts, func(i int) {
			for number := i * part; number < min((i+1)*part, len(targets)); number++ {
				visit(i, number, (int(targets[number])+shift)/size)
			}
		})
	}
	for i := range next {
		next[i] = make([]uint32, blocks)
	}
	each(func(part, number, block int) { next[part][block]++ })
	byBlock := make([][]uint32, blocks)
	for block := range byBlock {
		sum := uint32(0)
		for i := range next {
			next[i][block], sum = sum, sum+next[i][block]
		}
		byBlock[block] = make([]uint32, sum)
	}
	each(func(part, number, block int) {
		byBlock[block][next[part][block]] = uint32(number)
		next[part][block]++
	})
	return byBlock
}
