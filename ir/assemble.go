package ir

import "fmt"

// assembler collects the stores of one kernel over the lanes of a place and
// makes a straight-line program of what they need.
type assembler struct {
	l      *lowering
	name   string
	place  Place
	access [numPlaces]Access
	stores []pending
	spike  Ref
	offset Ref
}

type pending struct {
	symbol int
	value  Ref
	mask   Ref
	add    bool
}

// assemble starts a kernel whose lanes are those of place.
func (l *lowering) assemble(name string, place Place) *assembler {
	a := &assembler{l: l, name: l.m.Name + " " + name, place: place, spike: None, offset: None}
	for p := range Place(numPlaces) {
		a.access[p] = ByIndex
	}
	a.access[place] = Own
	a.access[Volume] = One
	if l.opt.Aligned {
		a.access[Compartment] = Own
	}
	if place == Volume {
		a.access[Volume] = Own
	}
	return a
}

// store sets a symbol at the end of the lane, unless that changes nothing.
func (a *assembler) store(symbol int, value Ref) {
	if value != a.l.load(symbol) {
		a.stores = append(a.stores, pending{symbol, value, None, false})
	}
}

// accumulate adds to a symbol at the end of the lane.
func (a *assembler) accumulate(symbol int, value Ref) {
	if !a.l.g.IsConst(value, 0) {
		a.stores = append(a.stores, pending{symbol, value, None, true})
	}
}

// kernel hoists and schedules what was collected; nil where nothing was.
func (a *assembler) kernel() *Kernel {
	if len(a.stores) == 0 && a.spike == None {
		return nil
	}
	for i := range a.stores {
		a.stores[i].value, a.stores[i].mask = a.l.hoist(a.stores[i].value), a.l.hoist(a.stores[i].mask)
	}
	a.spike, a.offset = a.l.hoist(a.spike), a.l.hoist(a.offset)
	a.cheapen()
	return a.scheduled()
}

// cheapen writes powers as exponentials, exponentials as powers of others, and quotients of one
// denominator as products.
func (a *assembler) cheapen() {
	roots := []Ref{a.spike, a.offset}
	for _, s := range a.stores {
		roots = append(roots, s.value, s.mask)
	}
	roots = a.l.g.reciprocals(a.l.g.commensurate(a.l.g.exponents(roots)))
	a.spike, a.offset = roots[0], roots[1]
	for i := range a.stores {
		a.stores[i].value, a.stores[i].mask = roots[2+2*i], roots[3+2*i]
	}
}

// scheduled is schedule, or nil where nothing was collected.
func (a *assembler) scheduled() *Kernel {
	if len(a.stores) == 0 && a.spike == None {
		return nil
	}
	return a.schedule()
}

// schedule makes the kernel; its nodes stand in the order of their creation, in
// which every node follows its arguments.
func (a *assembler) schedule() *Kernel {
	g := a.l.g
	k := &Kernel{Name: a.name, Spike: None, Offset: None}
	columns := map[int]int{}
	roots := []Ref{a.spike, a.offset}
	for _, s := range a.stores {
		roots = append(roots, s.value, s.mask)
	}
	at := k.fill(g, roots, func(symbol int) int { return a.column(k, columns, symbol) })
	for _, s := range a.stores {
		k.Stores = append(k.Stores, Store{a.column(k, columns, s.symbol), at[s.value], at[s.mask], s.add})
	}
	k.Spike, k.Offset = at[a.spike], at[a.offset]
	return k
}

// fill copies the nodes that the roots need, in the order of their creation, and
// returns their numbers in the kernel; column gives the column of a Load's slot.
func (k *Kernel) fill(g *Graph, roots []Ref, column func(slot int) int) map[Ref]Ref {
	at := map[Ref]Ref{None: None}
	for r, need := range g.reach(roots) {
		if need {
			at[Ref(r)] = Ref(len(k.Nodes))
			k.Nodes = append(k.Nodes, k.renumbered(g, g.Nodes[r], at, column))
		}
	}
	return at
}

// renumbered is a node in the kernel's numbering.
func (k *Kernel) renumbered(g *Graph, n Node, at map[Ref]Ref, column func(int) int) Node {
	n.A, n.B, n.C = at[n.A], at[n.B], at[n.C] // None stays None
	switch n.Op {
	case Load:
		n.Slot = int32(column(int(n.Slot)))
	case Expm:
		m := g.Matrices[n.Slot]
		entries := make([]Ref, len(m.Entries))
		for i, e := range m.Entries {
			entries[i] = at[e]
		}
		n.Slot = int32(k.matrix(Matrix{m.N, entries}))
	}
	return n
}

func (k *Kernel) matrix(m Matrix) int {
	for i := range k.Matrices {
		if k.Matrices[i].N == m.N && equalRefs(k.Matrices[i].Entries, m.Entries) {
			return i
		}
	}
	k.Matrices = append(k.Matrices, m)
	return len(k.Matrices) - 1
}

// column finds or adds the kernel's column of a symbol.
func (a *assembler) column(k *Kernel, columns map[int]int, symbol int) int {
	if c, ok := columns[symbol]; ok {
		return c
	}
	s := a.l.m.Symbols[symbol]
	c := Column{Name: s.Name, Symbol: symbol, Role: s.Role, Place: s.Place, Access: a.access[s.Place], Index: int(s.Place)}
	switch s.Role {
	case Param, Derived:
		c.Access = One
		if a.l.varied(symbol) {
			c.Access = a.access[Self]
		}
	case Time, StepStart, StepSize, Celsius:
		c.Access = One
	case Weight:
		if s.Place != Connection && (a.l.m.Kind != Synapse || !a.l.weightVaries()) {
			c.Access = One
		}
	case IonPotential:
		if l := a.l; l.opt.Uniform[l.m.IonOf(symbol)] {
			c.Access = One
		}
	case Delivery, Coupling:
		c.Access, c.Index = ByIndex, int(Post)
	}
	if c.Access == ByIndex && c.Place == PostCell {
		c.Index = int(Post)
	}
	columns[symbol] = len(k.Columns)
	k.Columns = append(k.Columns, c)
	return len(k.Columns) - 1
}

// varied reports whether a parameter or derived value differs between lanes.
func (l *lowering) varied(symbol int) bool {
	s := l.m.Symbols[symbol]
	if s.Role == Param {
		return l.opt.Varied[s.Name]
	}
	return l.trait(s.Init).varied
}

// weightVaries reports whether the connections' weights are a column: they
// differ, or some event or equation changes them.
func (l *lowering) weightVaries() bool {
	if l.opt.Varied["weight"] {
		return true
	}
	for _, w := range l.m.Of(Weight) {
		if l.m.ODE(w) != nil {
			return true
		}
		for _, e := range l.m.Events {
			for _, s := range e.Assigns {
				if s.Symbol == w {
					return true
				}
			}
		}
	}
	return false
}

// uniformAt fails where a kernel of another place than Self reads what its lanes
// do not have: a value that differs between connections, or one of the other side.
func (l *lowering) uniformAt(p Place, values ...Ref) error {
	for _, u := range l.g.Uses(values...) {
		s := l.m.Symbols[u]
		state := s.Role == State || s.Role == Weight
		switch {
		case state && s.Place == Self || s.Role == Param && l.opt.Varied[s.Name]:
			return fmt.Errorf("%s:%d: %s: %s differs between connections, but the %s states read it: make it one value, or keep those states per connection",
				l.m.File, s.Pos.Line, l.m.Name, s.Name, p)
		case state && !p.sees(s.Place):
			return fmt.Errorf("%s:%d: %s: %s is a %s state, but the %s states read it: keep those states per connection",
				l.m.File, s.Pos.Line, l.m.Name, s.Name, s.Place, p)
		}
	}
	return nil
}

// sees reports whether a lane of p has one value of a state of q.
func (p Place) sees(q Place) bool {
	return q == p || q == Volume || p == Pre && q == PreCell || p == Post && q == PostCell
}
