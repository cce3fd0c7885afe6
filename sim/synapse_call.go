package sim

import "github.com/cajal-sim/cajal/ir"

// prepare compiles the kernels, once all ports and neighbours exist.
func (y *synapses) prepare(s *Simulation) error {
	if y.p.route.input < 0 {
		y.port = y.p.target.ports[y.receptor()]
	}
	for p := range ir.Place(places) {
		if p == ir.Self {
			continue
		}
		c, err := y.newCall(s, y.plan.Advance[p], false)
		if err != nil {
			return err
		}
		y.advance[p] = y.onLanes(c)
	}
	for trigger, e := range y.plan.On {
		c, err := y.newCall(s, e.Lane, true)
		if err != nil {
			return err
		}
		y.lanes[trigger] = y.onLanes(c)
		if trigger == ir.OnPost && e.Synapse != nil {
			y.listByTarget()
		}
	}
	if err := y.prepareBlocks(s); err != nil {
		return err
	}
	y.hang()
	return y.prepareGap(s)
}

// receptor is the one receptor of connections with state: a projection's
// weights are all of one sign there, as network.Check makes sure.
func (y *synapses) receptor() int {
	if y.p.route.split && y.p.table.Sign < 0 {
		return y.p.route.negative
	}
	return y.p.route.receptor
}

func (y *synapses) prepareBlocks(s *Simulation) error {
	for i := range y.p.table.Blocks {
		block := &synapseBlock{b: &y.p.table.Blocks[i], on: map[ir.Trigger]*call{}}
		var err error
		if block.advance, err = y.newCall(s, y.plan.Advance[ir.Self], y.plan.Lazy); err != nil {
			return err
		}
		if block.couple, err = y.newCall(s, y.plan.Couple, false); err != nil {
			return err
		}
		for trigger, e := range y.plan.On {
			if block.on[trigger], err = y.newCall(s, e.Synapse, true); err != nil {
				return err
			}
		}
		y.blocks = append(y.blocks, block)
	}
	return nil
}

// newCall compiles a kernel and binds its columns. Events, and connections that
// wait for them, act at the end of the step; others move over it from its start.
func (y *synapses) newCall(s *Simulation, k *ir.Kernel, atEnd bool) (*call, error) {
	if k == nil {
		return nil, nil
	}
	program, err := s.opt.Backend.Compile(k)
	if err != nil {
		return nil, err
	}
	c := &call{program: program}
	c.args = y.columns.bind(k, y.foreign)
	c.args.Index = y.index
	c.args.Seed, c.args.Entity = s.opt.Seed, y.entity
	for i, col := range k.Columns {
		switch {
		case col.Role == ir.Time && atEnd:
			c.args.Columns[i] = s.clock.end
		case col.Access == ir.One && (col.Place == ir.Pre || col.Place == ir.PreCell || col.Place == ir.Post || col.Place == ir.PostCell):
			cell := col.Place == ir.PreCell || col.Place == ir.PostCell
			c.side = append(c.side, sideColumn{i, c.args.Columns[i], cell})
		}
	}
	return c, nil
}

// onLanes makes a call one over lanes of a side, not over connections: a lane
// reads the neuron it belongs to.
func (y *synapses) onLanes(c *call) *call {
	if c == nil {
		return nil
	}
	index := make([][]int32, places)
	index[ir.PreCell] = make([]int32, y.p.table.Sources*y.delays)
	for lane := range index[ir.PreCell] {
		index[ir.PreCell][lane] = int32(y.p.table.From + lane/y.delays)
	}
	index[ir.PostCell] = make([]int32, y.p.table.Targets)
	for lane := range index[ir.PostCell] {
		index[ir.PostCell][lane] = int32(lane)
	}
	index[ir.Post] = index[ir.PostCell] // by which kernels reach the postsynaptic neuron
	c.args.Index = index
	return c
}

// foreign finds the columns of the neurons on both sides.
func (y *synapses) foreign(c ir.Column) []float64 {
	switch c.Role {
	case ir.Coupling:
		if y.gap != nil && y.gap.near != nil {
			return y.gap.current
		}
		return y.p.target.columns.values[y.p.route.input]
	case ir.Delivery:
		return y.port.Sums
	}
	pop := y.p.source
	if c.Place == ir.PostCell {
		pop = y.p.target
	}
	if pop.shaped != nil {
		return y.gap.potential(c.Place)
	}
	_, values, _ := pop.columns.find(cellVariable(c.Name))
	return values
}

// cellVariable is the neuron's name of what a synapse reads: V of V_post.
func cellVariable(name string) string {
	for _, suffix := range []string{"_post", "_pre"} {
		if n := len(name) - len(suffix); n > 0 && name[n:] == suffix {
			return name[:n]
		}
	}
	return name
}

// listByTarget lists the connections onto each target, in order of number.
func (y *synapses) listByTarget() {
	counts := make([]int, y.p.table.Targets)
	for _, target := range y.index[ir.Post] {
		counts[target]++
	}
	y.byTarget = make([][]int32, len(counts))
	store := make([]int32, len(y.index[ir.Post]))
	for target, n := range counts {
		y.byTarget[target], store = store[:0:n], store[n:]
	}
	for n, target := range y.index[ir.Post] {
		y.byTarget[target] = append(y.byTarget[target], int32(n))
	}
}

// see points the call at one lane of the side its event came from, and at the
// neuron itself.
func (c *call) see(lane, cell int) {
	for _, s := range c.side {
		i := lane
		if s.cell {
			i = cell
		}
		c.args.Columns[s.column] = s.all[i : i+1]
	}
}

// run executes a range of lanes.
func (c *call) run(step int64, lo, hi int) {
	if c != nil && hi > lo {
		c.args.Step = uint64(step)
		c.program.Run(c.args, lo, hi)
	}
}

// runLanes executes single lanes, ascending; a lane that occurs twice is
// executed twice, one after the other.
func (c *call) runLanes(step int64, lanes []int32) {
	if c == nil {
		return
	}
	c.args.Step = uint64(step)
	for len(lanes) > 0 {
		n := 1
		for n < len(lanes) && lanes[n] != lanes[n-1] {
			n++
		}
		c.program.RunLanes(c.args, lanes[:n])
		lanes = lanes[n:]
	}
}
