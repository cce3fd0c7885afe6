package network

import (
	"context"
	"errors"
	"fmt"
	"math"

	"github.com/cajal-sim/cajal/ir"
	"github.com/cajal-sim/cajal/pool"
	"github.com/cajal-sim/cajal/random"
	"github.com/cajal-sim/cajal/spike"
)

// ConnectOptions says how to draw a projection.
type ConnectOptions struct {
	Step float64 // ms
	Seed uint64
	Pool *pool.Pool // nil: one thread; the result does not depend on it
	// Exact keeps delays that are given (not drawn) as they are, for targets solved
	// event by event, if there are no more than 65,536 different ones. Otherwise
	// they are rounded to the step.
	Exact bool
	// Double stores weights that are given and that float32 would change as float64.
	Double bool
}

// Connect draws the synapses of a projection, which is number index of its
// network and has passed [Network.Check]. The table's rows are the lanes of the source view, its targets the
// lanes of the whole target population.
//
// Blocks of targets are drawn independently, each by one thread, in two passes: one
// counts the synapses of every row, the other draws the same again into its
// place. Every random number belongs to a target, a source, a row or a block, and
// so the table is the same for any number of threads. Cancelling ctx ends it with
// ctx's error.
func Connect(ctx context.Context, p *Projection, index int, opt ConnectOptions) (*spike.Table, error) {
	if index >= 1<<20 {
		return nil, fmt.Errorf("this is projection number %d, at most %d are possible", index, 1<<20)
	}
	c := &connection{p: p, index: index, opt: opt}
	if err := c.build(ctx); err != nil {
		return nil, err
	}
	return c.table, nil
}

// connection is a projection while it is being drawn.
type connection struct {
	p      *Projection
	index  int
	opt    ConnectOptions
	table  *spike.Table
	wiring wiring
	weight weights
	delay  delays
}

// wiring is a rule, ready to be applied. Lanes are those of the views.
type wiring struct {
	// draw visits the block's synapses, always the same ones, and those of one
	// source in order of target. listed is the synapse's place in arrays of
	// weights and delays, where the rule has one.
	draw func(b *spike.Block, visit func(source, target, listed int))
	// count adds what draw would visit to the rows' counts; nil: by drawing.
	count func(b *spike.Block, counts []uint32)
}

// Purposes of random numbers, the last part of their stream's name. The upper
// half of all stream numbers belongs to connections.
const (
	forWiring = iota
	forDegree
	forWeight
	forDelay
)

// source is the random numbers of an entity (a target, a source, a row, a block).
func (c *connection) source(entity, purpose int) random.Source {
	return random.NewSource(c.opt.Seed, uint64(entity), uint32(1<<23|c.index<<3|purpose))
}

func (c *connection) build(ctx context.Context) error {
	p := c.p
	c.table = spike.NewTable(p.Source.Lo, p.Source.Len(), p.Target.Population.Size)
	if err := errors.Join(c.setWiring(), c.setDelays(), c.setWeights()); err != nil {
		return err
	}
	errs := make([]error, len(c.table.Blocks))
	c.opt.Pool.Do(len(errs), func(block int) { errs[block] = c.fill(ctx, block) })
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	c.table.Number()
	c.finishDelays()
	c.finishWeights()
	return nil
}

// fill draws the synapses of a block.
func (c *connection) fill(ctx context.Context, block int) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	b := &c.table.Blocks[block]
	b.Row = make([]uint32, c.table.Sources+1)
	if err := c.countRows(b); err != nil {
		return err
	}
	if b.Row[c.table.Sources] == 0 {
		b.Row = nil
		return nil
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	listed := c.place(b)
	if err := ctx.Err(); err != nil {
		return err
	}
	if err := c.drawDelays(block, listed); err != nil {
		return err
	}
	if c.p.lists() {
		b.Listed = listed
	}
	return c.drawWeights(block, listed)
}

// countRows sets Row to where rows begin.
func (c *connection) countRows(b *spike.Block) error {
	counts := b.Row[1:]
	if c.wiring.count != nil {
		c.wiring.count(b, counts)
	} else {
		c.wiring.draw(b, func(source, target, listed int) { counts[source]++ })
	}
	sum := 0
	for row, n := range counts {
		sum += int(n)
		counts[row] = uint32(sum)
	}
	if sum > math.MaxUint32 {
		return fmt.Errorf("%d synapses onto %d cells, at most %d fit: make several projections", sum, b.Hi-b.Lo, math.MaxUint32)
	}
	return nil
}

// place draws the synapses again, each into its row, and returns their places
// in the arrays of weights and delays, or nil where there is no array.
func (c *connection) place(b *spike.Block) (listed []uint32) {
	n := b.Row[c.table.Sources]
	b.Target = spike.Array[uint16](int(n))
	if c.weight.array != nil || c.delay.array != nil || c.p.lists() {
		listed = make([]uint32, n)
	}
	shift := c.p.Target.Lo - b.Lo
	next := b.Row // while rows fill up, Row[r] is where row r goes on
	c.wiring.draw(b, func(source, target, number int) {
		k := next[source]
		next[source]++
		b.Target[k] = uint16(target + shift)
		if listed != nil {
			listed[k] = uint32(number)
		}
	})
	copy(b.Row[1:], b.Row) // the end of a row is the beginning of the next
	b.Row[0] = 0
	return listed
}

// inView is the part of a block that lies in the target view, as lanes of the view.
func (c *connection) inView(b *spike.Block) (lo, hi int) {
	v := c.p.Target
	lo, hi = max(b.Lo, v.Lo)-v.Lo, min(b.Hi, v.Hi)-v.Lo
	return lo, max(lo, hi)
}

// self is the source that is the same cell as a target, or −1.
func (c *connection) self(target int) int {
	p := c.p
	source := p.Target.Lo + target - p.Source.Lo
	if p.Source.Population != p.Target.Population || source < 0 || source >= p.Source.Len() {
		return -1
	}
	return source
}

// barred is self where autapses are forbidden, else −1.
func (c *connection) barred(target int) int {
	if !c.p.Rule.NoAutapses {
		return -1
	}
	return c.self(target)
}

// travels reports whether spikes cross the projection, after the delay: not where
// its synapse couples continuously and knows no events.
func (p *Projection) travels() bool {
	return p.Synapse == nil || len(p.Synapse.Events) > 0 || p.Synapse.Membrane != nil
}

// lists reports whether synapses have states, parameters or compartments given by
// place in the rule's list.
func (p *Projection) lists() bool {
	if len(p.Sites) > 1 || len(p.SourceSites) > 1 {
		return true
	}
	if p.Synapse == nil {
		return false
	}
	for name, v := range p.Values {
		x, ok := p.Synapse.Symbol(name)
		if ok && v.Array != nil && p.Synapse.Symbols[x].Place == ir.Self {
			return true
		}
	}
	return false
}
