package interp

import (
	"slices"

	"github.com/cajal-sim/cajal/backend/interp/vector"
	"github.com/cajal-sim/cajal/ir"
)

// compile makes a program of a kernel that has been checked.
func compile[T float](k *ir.Kernel, set vector.Set) *program[T] {
	p := &program[T]{set: set, lanes: vector.BlockLanes[T](set), spike: -1, offset: value{index: -1}}
	s := selector[T]{k: k, p: p, facts: study(k)}
	s.globals()
	for i := range k.Nodes {
		switch {
		case !s.need[i]:
		case s.uniform[i]:
			s.scalar(ir.Ref(i))
		default:
			s.lane(ir.Ref(i))
		}
	}
	s.ends()
	if set == vector.None {
		allocate(p, s.registers())
	} else {
		p.vectorize()
		thread(p, s.registers(), s.virtual)
	}
	return p
}

// facts says of every node whether anything needs it, and whether it is the same
// for all lanes.
type facts struct {
	need, uniform []bool
}

// study goes over the nodes once each way.
func study(k *ir.Kernel) facts {
	f := facts{make([]bool, len(k.Nodes)), make([]bool, len(k.Nodes))}
	for _, r := range roots(k) {
		f.need[r] = true
	}
	for i := len(k.Nodes) - 1; i >= 0; i-- {
		if f.need[i] {
			for _, a := range arguments(k, ir.Ref(i)) {
				f.need[a] = true
			}
		}
	}
	for i := range k.Nodes {
		f.uniform[i] = f.isUniform(k, ir.Ref(i))
	}
	return f
}

func (f *facts) isUniform(k *ir.Kernel, r ir.Ref) bool {
	n := &k.Nodes[r]
	switch {
	case n.Op == ir.Load:
		return k.Columns[n.Slot].Access == ir.One
	case n.Op.Random():
		return false
	}
	return !slices.ContainsFunc(arguments(k, r), func(a ir.Ref) bool { return !f.uniform[a] })
}

// roots lists the nodes whose values leave the kernel.
func roots(k *ir.Kernel) []ir.Ref {
	out := []ir.Ref{k.Spike, k.Offset}
	for _, s := range k.Stores {
		out = append(out, s.Value, s.Mask)
	}
	return slices.DeleteFunc(out, func(r ir.Ref) bool { return r == ir.None })
}

// arguments lists the nodes that r reads, those of a matrix included.
func arguments(k *ir.Kernel, r ir.Ref) []ir.Ref {
	n := &k.Nodes[r]
	if n.Op == ir.Expm {
		return k.Matrices[n.Slot].Entries
	}
	return n.Args()
}

// selector chooses instructions. Their operands are virtual registers, each
// written once; node r is virtual register r, and those after the nodes are fills and copies.
type selector[T float] struct {
	facts
	k *ir.Kernel
	p *program[T]

	scalarOf map[ir.Ref]int32  // of uniform nodes
	filled   map[ir.Ref]int32  // uniform nodes as registers
	matrices map[int32][]int32 // results of the exponentials taken, by entry
	virtual  int32             // next virtual register
}

// globals lays out the scalars: constants, elements of columns, computed ones.
func (s *selector[T]) globals() {
	s.scalarOf, s.filled, s.matrices = map[ir.Ref]int32{}, map[ir.Ref]int32{}, map[int32][]int32{}
	s.virtual = int32(len(s.k.Nodes))
	s.p.constants = []T{0} // scalar 0 is the threshold of spikes
	for i := range s.k.Nodes {
		if n := &s.k.Nodes[i]; s.need[i] && n.Op == ir.Const {
			s.scalarOf[ir.Ref(i)] = int32(len(s.p.constants))
			s.p.constants = append(s.p.constants, T(n.Imm))
		}
	}
	s.p.scalars = len(s.p.constants)
	for i := range s.k.Nodes {
		if n := &s.k.Nodes[i]; s.need[i] && s.uniform[i] && n.Op == ir.Load {
			s.p.globals = append(s.p.globals, global{int(n.Slot), int(s.newScalar(ir.Ref(i)))})
		}
	}
}

func (s *selector[T]) newScalar(r ir.Ref) int32 {
	index := int32(s.p.scalars)
	s.p.scalars++
	s.scalarOf[r] = index
	return index
}

// scalar appends the computation of a uniform node.
func (s *selector[T]) scalar(r ir.Ref) {
	n := &s.k.Nodes[r]
	switch n.Op {
	case ir.Const, ir.Load:
		return
	case ir.Expm:
		if s.matrices[n.Slot] == nil {
			s.p.uniform = append(s.p.uniform, scalarInstr{op: ir.Expm, a: s.expm(n.Slot, s.newScalar)})
		}
		s.scalarOf[r] = s.matrices[n.Slot][int(n.Imm)]
		return
	}
	in := scalarInstr{op: n.Op, imm: n.Imm, dst: s.newScalar(r)}
	for j, a := range n.Args() {
		*[]*int32{&in.a, &in.b, &in.c}[j] = s.scalarOf[a]
	}
	s.p.uniform = append(s.p.uniform, in)
}

// expm makes the job of a matrix: one exponential yields all entries that are
// needed. result names where the entry of a node goes.
func (s *selector[T]) expm(matrix int32, result func(ir.Ref) int32) int32 {
	m := &s.k.Matrices[matrix]
	job := expmJob{n: m.N, results: make([]int32, m.N*m.N)}
	for j := range job.results {
		job.results[j] = -1
	}
	for i := range s.k.Nodes {
		n := &s.k.Nodes[i]
		if s.need[i] && n.Op == ir.Expm && n.Slot == matrix && job.results[int(n.Imm)] < 0 {
			job.results[int(n.Imm)] = result(ir.Ref(i))
		}
	}
	for _, e := range m.Entries {
		job.entries = append(job.entries, s.value(e))
	}
	s.matrices[matrix] = slices.Clone(job.results)
	s.p.exps = append(s.p.exps, job)
	return int32(len(s.p.exps) - 1)
}

// laneExpm appends the exponential of a matrix at the first node that reads it. A
// second node of the same entry is a copy.
func (s *selector[T]) laneExpm(n *ir.Node, dst int32) {
	if s.matrices[n.Slot] == nil {
		s.emit(instr{op: expmOp, a: s.expm(n.Slot, func(r ir.Ref) int32 { return int32(r) })})
	}
	if first := s.matrices[n.Slot][int(n.Imm)]; first != dst {
		s.emit(instr{op: copyOf, dst: dst, a: first})
	}
}

// value is a number node as an operand of either kind.
func (s *selector[T]) value(r ir.Ref) value {
	if s.uniform[r] {
		return value{s.scalarOf[r], true}
	}
	return value{int32(r), false}
}

func (s *selector[T]) emit(in instr) { s.p.code = append(s.p.code, in) }

// register is a number node as a virtual register, filled where it is uniform.
func (s *selector[T]) register(r ir.Ref) int32 { return s.fill(fill, r) }

// mask is a mask node as a virtual register.
func (s *selector[T]) mask(r ir.Ref) int32 { return s.fill(fillMask, r) }

func (s *selector[T]) fill(op opcode, r ir.Ref) int32 {
	if !s.uniform[r] {
		return int32(r)
	}
	if v, ok := s.filled[r]; ok {
		return v
	}
	v := s.newVirtual()
	s.filled[r] = v
	s.emit(instr{op: op, dst: v, a: s.scalarOf[r]})
	return v
}

func (s *selector[T]) newVirtual() int32 {
	s.virtual++
	return s.virtual - 1
}

// unaries maps the operations of one number.
var unaries = map[ir.Op]opcode{
	ir.Neg: negV, ir.Abs: absV, ir.Floor: floorV, ir.Sqrt: sqrtV, ir.Exp: expV, ir.Expm1: expm1V,
	ir.Log: logV, ir.Log1p: log1pV, ir.Sin: sinV, ir.Cos: cosV, ir.Tanh: tanhV, ir.Erf: erfV,
	ir.Linoid: linoidV, ir.Exprel: exprelV, ir.Surrogate: surrogateV,
}

// binaries maps the operations of two numbers to their forms: both registers,
// the second a scalar, the first a scalar. Where the last is missing and the
// operation is commutative, the arguments change places; else the scalar is filled.
var binaries = map[ir.Op]struct {
	vv, vs, sv  opcode
	commutative bool
}{
	ir.Add: {addVVOp, addVSOp, 0, true}, ir.Sub: {subVVOp, subVSOp, subSVOp, false},
	ir.Mul: {mulVVOp, mulVSOp, 0, true}, ir.Div: {divVVOp, divVSOp, divSVOp, false},
	ir.Min: {minVVOp, minVSOp, 0, true}, ir.Max: {maxVVOp, maxVSOp, 0, true},
	ir.Pow:       {powVVOp, 0, 0, false},
	ir.LinoidExp: {linoidExpVVOp, 0, 0, false},
	ir.Less:      {lessVVOp, lessVSOp, lessSVOp, false},
	ir.LessEqual: {lessEqualVVOp, lessEqualVSOp, lessEqualSVOp, false},
	ir.Equal:     {equalVVOp, equalVSOp, 0, true},
}

// lane appends the instruction of a node that differs between lanes.
func (s *selector[T]) lane(r ir.Ref) {
	n := &s.k.Nodes[r]
	dst := int32(r)
	switch n.Op {
	case ir.Load:
		if c := &s.k.Columns[n.Slot]; c.Access == ir.ByIndex {
			s.emit(instr{op: gather, dst: dst, a: n.Slot, b: int32(c.Index)})
		}
	case ir.And:
		s.emit(instr{op: andOp, dst: dst, a: s.mask(n.A), b: s.mask(n.B)})
	case ir.Or:
		s.emit(instr{op: orOp, dst: dst, a: s.mask(n.A), b: s.mask(n.B)})
	case ir.Not:
		s.emit(instr{op: notOp, dst: dst, a: int32(n.A)})
	case ir.Spike:
		s.emit(instr{op: lessSVOp, dst: dst, a: 0, b: int32(n.A)})
	case ir.Select:
		s.choose(n, dst)
	case ir.Uniform:
		s.emit(instr{op: uniformOp, dst: dst, a: n.Slot})
	case ir.Normal:
		s.emit(instr{op: normalOp, dst: dst, a: n.Slot})
	case ir.Poisson:
		s.poisson(n, dst)
	case ir.Expm:
		s.laneExpm(n, dst)
	default:
		s.arithmetic(n, dst)
	}
}

func (s *selector[T]) arithmetic(n *ir.Node, dst int32) {
	if op, ok := unaries[n.Op]; ok {
		s.emit(instr{op: op, dst: dst, a: int32(n.A), imm: n.Imm})
		return
	}
	op, a, b := binaries[n.Op], n.A, n.B
	if op.commutative && s.uniform[a] {
		a, b = b, a
	}
	switch {
	case s.uniform[b] && op.vs != 0:
		s.emit(instr{op: op.vs, dst: dst, a: int32(a), b: s.scalarOf[b]})
	case s.uniform[a] && op.sv != 0:
		s.emit(instr{op: op.sv, dst: dst, a: s.scalarOf[a], b: int32(b)})
	default:
		s.emit(instr{op: op.vv, dst: dst, a: s.register(a), b: s.register(b)})
	}
}

func (s *selector[T]) choose(n *ir.Node, dst int32) {
	in := instr{op: selectVVOp, dst: dst, a: s.mask(n.A), b: int32(n.B), c: int32(n.C)}
	if s.uniform[n.B] {
		in.op, in.b = selectSVOp, s.scalarOf[n.B]
	}
	if s.uniform[n.C] {
		in.op, in.c = selectVSOp, s.scalarOf[n.C]
	}
	if s.uniform[n.B] && s.uniform[n.C] {
		in.op = selectSSOp
	}
	s.emit(in)
}

func (s *selector[T]) poisson(n *ir.Node, dst int32) {
	if !s.uniform[n.A] {
		s.emit(instr{op: poissonV, dst: dst, a: n.Slot, b: int32(n.A)})
		return
	}
	s.emit(instr{op: poissonS, dst: dst, a: n.Slot, b: int32(s.p.tables), c: s.scalarOf[n.A]})
	s.p.tables++
}

// ends lists what leaves the kernel: stores and spikes. A value that is itself a column is
// copied where an earlier store may have overwritten that column.
func (s *selector[T]) ends() {
	written := map[int]bool{}
	for _, st := range s.k.Stores {
		c := &s.k.Columns[st.Column]
		out := store{column: st.Column, access: c.Access, index: c.Index, value: s.value(st.Value), mask: -1, add: st.Add}
		if n := &s.k.Nodes[st.Value]; n.Op == ir.Load && written[int(n.Slot)] && !out.value.uniform {
			out.value.index = s.newVirtual()
			s.emit(instr{op: copyOf, dst: out.value.index, a: int32(st.Value)})
		}
		if st.Mask != ir.None {
			out.mask = s.mask(st.Mask)
		}
		written[st.Column] = true
		s.p.stores = append(s.p.stores, out)
	}
	if s.k.Spike != ir.None {
		s.p.spike = s.mask(s.k.Spike)
	}
	if s.k.Offset != ir.None {
		s.p.offset = s.value(s.k.Offset)
	}
}

// registers lists the virtual registers that stand for columns of the lanes' own.
func (s *selector[T]) registers() map[int32]int {
	own := map[int32]int{}
	for i := range s.k.Nodes {
		if n := &s.k.Nodes[i]; s.need[i] && n.Op == ir.Load && s.k.Columns[n.Slot].Access == ir.Own {
			own[int32(i)] = int(n.Slot)
		}
	}
	return own
}
