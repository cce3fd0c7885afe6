package native

import (
	"slices"

	"github.com/cajal-sim/cajal/ir"
)

// plan is what is known of a kernel before code is made.
type plan struct {
	t       target
	k       *ir.Kernel
	need    []bool // anything depends on the node
	uniform []bool // the node is the same for all lanes
	outside []bool // the node is the result of a job
	passOf  []int  // the first pass of code that can compute the node
	passes  int
	jobs    []job // in order of passes
	random  bool  // lanes draw numbers
	halves  bool  // some of them in code, of half a block each
	scratch int   // columns of the block that the caller does not see
	at      map[ir.Ref]int
	ends    []end
	// spike and offset of the kernel, where they are not uniform, are the code's spikes
	// and this column of the block.
	offset int
}

// job is a function that has no vector code: before pass, its arguments are
// columns of the block (or uniform) and its results become such columns.
type job struct {
	node    ir.Ref // the first node that it computes
	op      ir.Op
	pass    int
	args    []ir.Ref
	results []result
}

// result is an entry of a job's result, of which matrices have several.
type result struct{ entry, column int }

// end is a store that must be done lane by lane, in order.
type end struct {
	store *ir.Store
	value int // column of the block, −1 where the value is uniform
	mask  int // column of 1 and 0, −1 where there is none or it is uniform
}

// outsider reports whether op is computed in Go. Counts of a uniform mean have
// vector code, which outsidePoisson turns off.
func (p *plan) outsider(n *ir.Node, outsidePoisson bool) bool {
	switch n.Op {
	case ir.Expm, ir.Pow, ir.Erf:
		return true
	case ir.Poisson:
		return outsidePoisson || !p.uniform[n.A] || p.t.single && !p.t.wide()
	}
	return false
}

func newPlan(k *ir.Kernel, isa ISA, outsidePoisson bool) *plan {
	p := &plan{t: target{isa, k.Elem == ir.Float32}, k: k, offset: -1, at: map[ir.Ref]int{}}
	p.study()
	p.assign(outsidePoisson)
	p.collect()
	return p
}

// study finds what is needed and what is uniform.
func (p *plan) study() {
	p.need, p.uniform = make([]bool, len(p.k.Nodes)), make([]bool, len(p.k.Nodes))
	for _, r := range p.roots() {
		p.need[r] = true
	}
	for i := len(p.k.Nodes) - 1; i >= 0; i-- {
		if p.need[i] {
			for _, a := range p.arguments(ir.Ref(i)) {
				p.need[a] = true
			}
		}
	}
	for i := range p.k.Nodes {
		n := &p.k.Nodes[i]
		switch {
		case n.Op == ir.Load:
			p.uniform[i] = p.k.Columns[n.Slot].Access == ir.One
		case n.Op.Random():
			p.random = p.random || p.need[i]
		default:
			p.uniform[i] = !slices.ContainsFunc(p.arguments(ir.Ref(i)), func(a ir.Ref) bool { return !p.uniform[a] })
		}
	}
}

// roots lists the nodes whose values leave the kernel.
func (p *plan) roots() []ir.Ref {
	out := []ir.Ref{p.k.Spike, p.k.Offset}
	for _, s := range p.k.Stores {
		out = append(out, s.Value, s.Mask)
	}
	return slices.DeleteFunc(out, func(r ir.Ref) bool { return r == ir.None })
}

// arguments lists the nodes that r reads, those of a matrix included.
func (p *plan) arguments(r ir.Ref) []ir.Ref {
	n := &p.k.Nodes[r]
	if n.Op == ir.Expm {
		return p.k.Matrices[n.Slot].Entries
	}
	return n.Args()
}

// assign gives nodes their passes, and makes the jobs between them.
func (p *plan) assign(outsidePoisson bool) {
	p.passOf, p.outside = make([]int, len(p.k.Nodes)), make([]bool, len(p.k.Nodes))
	matrices := map[int32]int{}
	for i := range p.k.Nodes {
		r, n := ir.Ref(i), &p.k.Nodes[i]
		if !p.need[i] || p.uniform[i] {
			continue
		}
		for _, a := range p.arguments(r) {
			p.passOf[i] = max(p.passOf[i], p.passOf[a])
		}
		if !p.outsider(n, outsidePoisson) {
			p.halves = p.halves || n.Op == ir.Uniform || n.Op == ir.Poisson
			continue
		}
		p.outside[i] = true
		p.passOf[i]++
		p.passes = max(p.passes, p.passOf[i])
		column := p.column()
		p.at[r] = column
		if j, ok := matrices[n.Slot]; ok && n.Op == ir.Expm {
			p.jobs[j].results = append(p.jobs[j].results, result{int(n.Imm), column})
			continue
		}
		if n.Op == ir.Expm {
			matrices[n.Slot] = len(p.jobs)
		}
		p.jobs = append(p.jobs, job{r, n.Op, p.passOf[i], p.arguments(r), []result{{int(n.Imm), column}}})
	}
	p.passes++
	slices.SortStableFunc(p.jobs, func(a, b job) int { return a.pass - b.pass })
}

// column adds a column of the block.
func (p *plan) column() int {
	p.scratch++
	return p.scratch - 1
}

// columnOf is the column of the block that holds r, −1 where r is absent or uniform.
func (p *plan) columnOf(r ir.Ref) int {
	if r == ir.None || p.uniform[r] {
		return -1
	}
	if _, ok := p.at[r]; !ok {
		p.at[r] = p.column()
	}
	return p.at[r]
}

// collect gives columns to the arguments of jobs and to what follows the code.
func (p *plan) collect() {
	for i := range p.jobs {
		for _, a := range p.jobs[i].args {
			p.columnOf(a)
		}
	}
	for i := range p.k.Stores {
		s := &p.k.Stores[i]
		if p.inOrder(s) {
			p.ends = append(p.ends, end{s, p.columnOf(s.Value), p.columnOf(s.Mask)})
		}
	}
	if p.k.Spike != ir.None {
		p.offset = p.columnOf(p.k.Offset)
	}
}

// inOrder reports whether lanes may meet in a store, so that their order counts.
func (p *plan) inOrder(s *ir.Store) bool { return p.k.Columns[s.Column].Access != ir.Own }
