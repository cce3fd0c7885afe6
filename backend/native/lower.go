package native

import "github.com/cajal-sim/cajal/ir"

// lowering makes the vector operations of one pass.
type lowering struct {
	*plan
	*graph
	b     *bindings
	pass  int
	asked []bool // nodes that the pass needs
	away  []bool // products that are fused into the sum that uses them
	done  map[ir.Ref]ref
	// listed code takes the numbers of its lanes from a list.
	listed bool
	// grouped code has whole groups of partners in each iteration.
	grouped bool
}

// lowerPass lowers one pass of a plan, for some vectors in each iteration; the last pass
// has the stores.
func lowerPass(p *plan, b *bindings, pass, copies int, listed bool) *graph {
	l := &lowering{plan: p, graph: newGraph(b.target), b: b, pass: pass, listed: listed, grouped: copies > 1}
	ends := l.passEnds()
	l.ask(ends)
	l.contract()
	l.copies, l.amends = copies, l.tabled()
	for l.copy = range copies {
		l.done = map[ir.Ref]ref{}
		l.lowerCopy(ends)
	}
	return l.graph
}

// lowerCopy lowers the pass for one vector.
func (l *lowering) lowerCopy(ends []passEnd) {
	for i := range l.k.Nodes {
		if l.asked[i] && !l.away[i] && !l.uniform[i] {
			l.lower(ir.Ref(i))
		}
	}
	for _, e := range ends {
		l.from = e.node
		x := l.lower(e.node)
		if l.k.Nodes[e.node].Op.Mask() {
			x = l.choose(x, l.number(1), l.number(0))
		}
		l.effect(store, x, none, l.b.pointer(blockColumn, e.column))
	}
	if l.pass == l.passes-1 {
		l.stores()
		l.spikes()
	}
}

// passEnd is a value that leaves a pass in a column of the block.
type passEnd struct {
	node   ir.Ref
	column int
}

func (l *lowering) passEnds() []passEnd {
	var out []passEnd
	seen := map[ir.Ref]bool{}
	add := func(r ir.Ref) {
		if r != ir.None && !l.uniform[r] && !seen[r] && !l.outside[r] {
			seen[r] = true
			out = append(out, passEnd{r, l.columnOf(r)})
		}
	}
	for i := range l.jobs {
		if l.jobs[i].pass == l.pass+1 {
			for _, a := range l.jobs[i].args {
				add(a)
			}
		}
	}
	if l.pass == l.passes-1 {
		for _, e := range l.ends {
			add(e.store.Value)
			add(e.store.Mask)
		}
		if l.offset >= 0 {
			add(l.k.Offset)
		}
	}
	return out
}

// ask marks what the pass must compute.
func (l *lowering) ask(ends []passEnd) {
	l.asked = make([]bool, len(l.k.Nodes))
	for _, e := range ends {
		l.asked[e.node] = true
	}
	if l.pass == l.passes-1 {
		for i := range l.k.Stores {
			if s := &l.k.Stores[i]; !l.inOrder(s) {
				l.askFor(s.Value)
				l.askFor(s.Mask)
			}
		}
		l.askFor(l.k.Spike)
	}
	for i := len(l.k.Nodes) - 1; i >= 0; i-- {
		if l.asked[i] && !l.uniform[i] && !l.outside[i] {
			for _, a := range l.k.Nodes[i].Args() {
				l.asked[a] = true
			}
		}
	}
}

func (l *lowering) askFor(r ir.Ref) {
	if r != ir.None {
		l.asked[r] = true
	}
}

// contract finds the products that only one sum uses: it takes them in. Where both
// terms are such products, the second is.
func (l *lowering) contract() {
	uses := make([]int, len(l.k.Nodes))
	for i := range l.k.Nodes {
		if l.asked[i] {
			for _, a := range l.k.Nodes[i].Args() {
				uses[a]++
			}
		}
	}
	for _, r := range l.roots() {
		uses[r]++
	}
	l.away = make([]bool, len(l.k.Nodes))
	for i := range l.k.Nodes {
		n := &l.k.Nodes[i]
		if !l.asked[i] || l.uniform[i] || n.Op != ir.Add && n.Op != ir.Sub || n.A == n.B {
			continue
		}
		for _, a := range []ir.Ref{n.B, n.A} {
			if l.k.Nodes[a].Op == ir.Mul && uses[a] == 1 && !l.uniform[a] {
				if _, column := l.at[a]; !column {
					l.away[a] = true
					break
				}
			}
		}
	}
}

// lower returns the value of a node of the kernel.
func (l *lowering) lower(r ir.Ref) ref {
	if x, ok := l.done[r]; ok {
		return x
	}
	saved := l.from
	l.from = r
	x := l.value(r)
	l.from = saved
	l.done[r] = x
	return x
}

func (l *lowering) value(r ir.Ref) ref {
	n := &l.k.Nodes[r]
	switch {
	case n.Op == ir.Const:
		return l.number(n.Imm)
	case l.uniform[r] && n.Op.Mask():
		return l.leaf(paramMask, l.b.number(number{kind: maskValue, n: int(r)}))
	case l.uniform[r]:
		return l.leaf(param, l.b.value(r))
	case l.outside[r]:
		return l.lane(load, l.b.pointer(blockColumn, l.at[r]))
	}
	return l.operation(n)
}

// stores follows what becomes of each column of the lanes' own, and stores it once.
func (l *lowering) stores() {
	last := map[int]ref{}
	var order []int
	for i := range l.k.Stores {
		s := &l.k.Stores[i]
		if l.inOrder(s) {
			continue
		}
		if l.marks(s) {
			l.effect(mark, l.lower(s.Value), l.lower(s.Mask), l.b.pointer(ownColumn, s.Column))
			continue
		}
		old, seen := last[s.Column]
		if !seen {
			old = l.lane(load, l.b.pointer(ownColumn, s.Column))
			order = append(order, s.Column)
		}
		x := l.lower(s.Value)
		if s.Add {
			x = l.add(old, x)
		}
		if s.Mask != ir.None {
			x = l.choose(l.lower(s.Mask), x, old)
		}
		last[s.Column] = x
	}
	for _, c := range order {
		l.effect(store, last[c], none, l.b.pointer(ownColumn, c))
	}
}

// marks reports whether a store is the only one to its column, and only to lanes that spike.
func (l *lowering) marks(s *ir.Store) bool {
	stores := 0
	for i := range l.k.Stores {
		if l.k.Stores[i].Column == s.Column {
			stores++
		}
	}
	return l.wide() && stores == 1 && !s.Add && s.Mask != ir.None && s.Mask == l.k.Spike && !l.plan.uniform[s.Mask]
}

func (l *lowering) spikes() {
	if s := l.k.Spike; s != ir.None && !l.plan.uniform[s] {
		l.from = s
		l.effect(spike, l.lower(s), none, l.b.pointer(spikePlaces, 0))
	}
}
