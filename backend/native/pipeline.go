package native

import "github.com/cajal-sim/cajal/backend/native/x86"

// A pipeline hides the time in which the operations of a vector wait for each other. The operations are cut in two
// stages of about the same length, and the loop does the second of a vector together with the first of
// the next. What passes from stage to stage lies in the spill memory: the second stage
// reads all of it before the first overwrites it with that of the next vector.
//
//	first stage of vector 0
//	loop: second stage of vector i, first stage of vector i+1
//	second stage of the last vector

// pipeline is the three pieces of code.
type pipeline struct{ first, loop, last part }

// part is a piece of code and its graph.
type part struct {
	g    *graph
	code *allocation
}

// part makes the code of a graph.
func (g *graph) part() (part, error) {
	order := schedule(g)
	code, err := allocate(g, order)
	if err != nil {
		return part{}, err
	}
	if err := verify(g, order, code); err != nil {
		panic("BUG: native: " + err.Error())
	}
	return part{g, code}, nil
}

// newPipeline cuts the graph of a vector.
func newPipeline(g *graph) (*pipeline, error) {
	c := newCut(g)
	p := &pipeline{}
	var err error
	for _, x := range []struct {
		part   *part
		stages []stageOfCopy
	}{
		{&p.first, []stageOfCopy{{1, 0}}},
		{&p.loop, []stageOfCopy{{2, 0}, {1, 1}}},
		{&p.last, []stageOfCopy{{2, 0}}},
	} {
		if *x.part, err = c.part(x.stages); err != nil {
			return nil, err
		}
	}
	return p, nil
}

// slots is the size of the spill memory.
func (p *pipeline) slots() int {
	return max(p.first.code.slots, p.loop.code.slots, p.last.code.slots)
}

// cut is a graph whose nodes have stages.
type cut struct {
	g     *graph
	stage []int       // 1, 2 or both; 0 where nothing needs the node
	slot  map[ref]int // of values that pass from the first to the second
	pass  []ref       // these, by slot
}

type stageOfCopy struct{ stage, copy int }

// newCut gives nodes to the second stage that start after half of the time, and those that it alone needs and
// that would be in time there. Stores and spikes belong to it, so that no stage reads
// what another has overwritten; and masks, which do not pass.
func newCut(g *graph) *cut {
	s := newScheduler(g)
	c := &cut{g: g, stage: make([]int, len(g.nodes)), slot: map[ref]int{}}
	start, end := s.starts()
	for i := len(s.order) - 1; i >= 0; i-- {
		r := s.order[i]
		n := &g.nodes[r]
		users := 0
		for _, u := range s.users[r] {
			users |= c.stage[u]
		}
		late := users == 2 && 2*s.path[r] <= end && len(s.distinct(r)) <= 1
		switch {
		case codes[n.code].form == effect || 2*start[r] >= end || late:
			c.stage[r] = 2
		case codes[n.code].mask:
			c.stage[r] = users
		default:
			c.stage[r] = 1
		}
	}
	c.crossing(s)
	return c
}

// starts returns when nodes could start if only their arguments held them up, and when all would be done.
func (s *scheduler) starts() (start []int, end int) {
	start = make([]int, len(s.g.nodes))
	for _, r := range s.order {
		for _, a := range s.distinct(r) {
			start[r] = max(start[r], start[a]+2*int(codes[s.g.nodes[a].code].latency))
		}
		end = max(end, start[r]+s.path[r])
	}
	return start, end
}

// crossing gives slots to what passes.
func (c *cut) crossing(s *scheduler) {
	for _, r := range s.order {
		for _, a := range s.distinct(r) {
			if _, known := c.slot[a]; !known && c.stage[r]&2 != 0 && c.stage[a] == 1 {
				c.slot[a] = len(c.pass)
				c.pass = append(c.pass, a)
			}
		}
	}
}

// part makes the code of some stages of consecutive vectors.
func (c *cut) part(stages []stageOfCopy) (part, error) {
	g := newGraph(c.g.target)
	g.vectors, g.copies, g.passing = c.g.vectors, len(stages), len(c.pass)
	for _, s := range stages {
		c.clone(g, s)
	}
	return g.part()
}

// clone copies the nodes of a stage to g.
func (c *cut) clone(g *graph, s stageOfCopy) {
	at := make([]ref, len(c.g.nodes))
	g.copy = s.copy
	arg := func(a ref) ref {
		switch {
		case a == none:
			return none
		case s.stage == 2 && c.stage[a] == 1:
			return g.leaf(given, c.slot[a])
		case c.g.nodes[a].inMemory():
			return c.put(g, a, none, none, none)
		}
		return at[a]
	}
	for i := range c.g.nodes {
		n := &c.g.nodes[i]
		if c.stage[i]&s.stage == 0 {
			continue
		}
		if codes[n.code].form == effect {
			p, _ := splitCopy(n.imm)
			g.from = n.from
			g.effect(n.code, arg(n.a), arg(n.b), int(p))
			continue
		}
		at[i] = c.put(g, ref(i), arg(n.a), arg(n.b), arg(n.c))
		if slot, passes := c.slot[ref(i)]; passes && s.stage == 1 {
			g.effects = append(g.effects, g.put(leave, at[i], none, none, uint64(slot)))
		}
	}
}

// put adds a node to g, at the vector that g is at.
func (c *cut) put(g *graph, r, a, b, d ref) ref {
	n := &c.g.nodes[r]
	imm := n.imm
	switch n.code {
	case load, loadIndex, laneList:
		p, _ := splitCopy(imm)
		imm = g.ofCopy(int(p))
	}
	g.from = n.from
	return g.put(n.code, a, b, d, imm)
}

// pipelined writes the loop of a pipeline.
func (e *encoder) pipelined(p *pipeline) []byte {
	e.prologue(p.first, p.loop, p.last)
	e.Clear(placeReg)
	e.body(p.first)
	e.AddImm(countReg, -int8(e.g.lanes()))
	e.Cmp(placeReg, countReg)
	over := e.Jump(x86.NotBelow)
	e.Align(32)
	top := len(e.Code)
	e.body(p.loop)
	e.AddImm(placeReg, int8(e.g.lanes()))
	e.Cmp(placeReg, countReg)
	e.JumpTo(x86.Below, top)
	e.Land(over)
	e.body(p.last)
	return e.end()
}
