package interp

import "slices"

// allocate maps virtual registers to few real ones: a register is free again after the last
// instruction that reads it, and that very instruction may write to it unless it
// reads its operands again. own names the virtual registers that are columns.
func allocate[T float](p *program[T], own map[int32]int) {
	a := allocator{real: map[int32]int32{}, last: map[int32]int{}}
	for _, v := range sortedKeys(own) {
		at := slices.Index(p.own, own[v])
		if at < 0 {
			at = len(p.own)
			p.own = append(p.own, own[v])
		}
		a.real[v] = int32(at)
		a.last[v] = never
	}
	a.numbers.size = int32(len(p.own))
	for i := range p.code {
		for _, v := range reads(&p.code[i], p.exps) {
			a.last[*v.register] = max(a.last[*v.register], i)
		}
	}
	for _, v := range finals(p) {
		a.last[*v] = never
	}
	for i := range p.code {
		a.instr(i, &p.code[i], p.exps)
	}
	for _, v := range finals(p) {
		*v = a.real[*v]
	}
	p.numbers, p.masks = int(a.numbers.size), int(a.masks.size)
}

const never = 1 << 30

func sortedKeys[V any](m map[int32]V) []int32 {
	var keys []int32
	for v := range m {
		keys = append(keys, v)
	}
	slices.Sort(keys)
	return keys
}

// pool is the registers of one kind.
type pool struct {
	size int32
	free []int32
}

func (p *pool) take() int32 {
	if n := len(p.free); n > 0 {
		r := p.free[n-1]
		p.free = p.free[:n-1]
		return r
	}
	p.size++
	return p.size - 1
}

type allocator struct {
	real           map[int32]int32
	last           map[int32]int // last instruction that reads a virtual register
	numbers, masks pool
}

// operand is a register that an instruction reads.
type operand struct {
	register *int32
	mask     bool
}

// reads lists the registers that an instruction reads.
func reads(in *instr, exps []expmJob) []operand {
	var out []operand
	if in.op == expmOp {
		job := &exps[in.a]
		for j := range job.entries {
			if !job.entries[j].uniform {
				out = append(out, operand{&job.entries[j].index, false})
			}
		}
		return out
	}
	for j, kind := range in.form() {
		if j > 0 && (kind == 'v' || kind == 'm') {
			out = append(out, operand{in.operands()[j], kind == 'm'})
		}
	}
	return out
}

// finals lists the registers that stores and spikes read.
func finals[T float](p *program[T]) []*int32 {
	var out []*int32
	for i := range p.stores {
		if s := &p.stores[i]; !s.value.uniform {
			out = append(out, &s.value.index)
		}
		if s := &p.stores[i]; s.mask >= 0 {
			out = append(out, &s.mask)
		}
	}
	if p.spike >= 0 {
		out = append(out, &p.spike)
	}
	if p.offset.index >= 0 && !p.offset.uniform {
		out = append(out, &p.offset.index)
	}
	return out
}

// instr allocates the registers of instruction i.
func (a *allocator) instr(i int, in *instr, exps []expmJob) {
	operands := reads(in, exps)
	early := in.op != expmOp && !in.op.again()
	if early {
		a.release(i, operands)
	}
	switch {
	case in.op == expmOp:
		results := exps[in.a].results
		for j, r := range results {
			if r >= 0 {
				a.real[r] = a.numbers.take()
				results[j] = a.real[r]
			}
		}
	case in.form()[0] == 'm':
		a.real[in.dst] = a.masks.take()
		in.dst = a.real[in.dst]
	default:
		a.real[in.dst] = a.numbers.take()
		in.dst = a.real[in.dst]
	}
	if !early {
		a.release(i, operands)
	}
	for _, o := range operands {
		*o.register = a.real[*o.register]
	}
}

// release frees the operands of instruction i that nothing reads later.
func (a *allocator) release(i int, operands []operand) {
	for j, o := range operands {
		again := slices.ContainsFunc(operands[:j], func(p operand) bool { return *p.register == *o.register && p.mask == o.mask })
		switch {
		case a.last[*o.register] != i || again:
		case o.mask:
			a.masks.free = append(a.masks.free, a.real[*o.register])
		default:
			a.numbers.free = append(a.numbers.free, a.real[*o.register])
		}
	}
}
