package interp

import "github.com/cajal-sim/cajal/backend/interp/vector"

// The steps of one instruction. Steps change a register in place: where its old value is needed again and
// stands nowhere else, they change a copy. The register given up for a value is one whose value memory
// holds, or else the one that is read last.

// action is what an instruction does to its first operand, with the second as source, and what it does
// to the second with the first as source. Some instructions that have code are not of this kind, and have none.
type action struct {
	forward, reverse vector.Action
	oneWay           bool
}

var steps = map[opcode]action{
	fill: {}, copyOf: {}, putOp: {}, fillMask: {}, andOp: {forward: vector.And}, orOp: {forward: vector.Or}, notOp: {forward: vector.Not},
	negV: {forward: vector.Neg}, absV: {forward: vector.Abs},
	addVVOp: {forward: vector.Add, reverse: vector.Add}, addVSOp: {forward: vector.Add, reverse: vector.Add},
	subVVOp: {forward: vector.Sub, reverse: vector.From}, subVSOp: {forward: vector.Sub, reverse: vector.From}, subSVOp: {forward: vector.Sub, reverse: vector.From},
	mulVVOp: {forward: vector.Mul, reverse: vector.Mul}, mulVSOp: {forward: vector.Mul, reverse: vector.Mul},
	divVVOp: {forward: vector.Div, reverse: vector.Into}, divVSOp: {forward: vector.Div, reverse: vector.Into}, divSVOp: {forward: vector.Div, reverse: vector.Into},
	minVVOp: {forward: vector.Min, oneWay: true}, minVSOp: {forward: vector.Min, oneWay: true},
	maxVVOp: {forward: vector.Max, oneWay: true}, maxVSOp: {forward: vector.Max, oneWay: true},
	lessVVOp: {forward: vector.Less, reverse: vector.Greater}, lessVSOp: {forward: vector.Less, reverse: vector.Greater}, lessSVOp: {forward: vector.Less, reverse: vector.Greater},
	lessEqualVVOp: {forward: vector.AtMost, reverse: vector.AtLeast}, lessEqualVSOp: {forward: vector.AtMost, reverse: vector.AtLeast}, lessEqualSVOp: {forward: vector.AtMost, reverse: vector.AtLeast},
	equalVVOp: {forward: vector.Equal, reverse: vector.Equal}, equalVSOp: {forward: vector.Equal, reverse: vector.Equal},
	selectVVOp: {forward: vector.Then, reverse: vector.Else}, selectVSOp: {forward: vector.Then, reverse: vector.Else},
	selectSVOp: {forward: vector.Then, reverse: vector.Else}, selectSSOp: {forward: vector.Then, reverse: vector.Else},
}

// step translates one instruction.
func (t *threader[T]) step(in *instr) {
	a := steps[in.op]
	switch {
	case kernels[in.op] != vector.Absent:
		t.call(in)
	case in.op == fill:
		t.fill(in)
	case in.op == fillMask:
		t.code.FillMask(int(in.a), t.home(in.dst))
	case in.op == putOp:
		t.put(in)
	case in.op == notOp:
		t.code.Masks(a.forward, t.place[in.a], t.home(in.dst))
	case in.op == andOp || in.op == orOp:
		t.code.Masks(a.forward, t.place[in.a], t.place[in.b], t.home(in.dst))
	case in.op <= absV:
		r := t.changeable(t.operand('v', in.a), value{index: none})
		if in.op != copyOf {
			t.code.Step(a.forward, r, 0, 0, 0)
		}
		t.define(in.dst, r)
	case in.op < lessVVOp:
		t.change(in.dst, t.operand(in.form()[1], in.a), t.operand(in.form()[2], in.b), a, 0)
	case in.op < andOp:
		t.compare(in, a)
	default: // a selection: the first operand is what is taken where the mask does not hold
		t.change(in.dst, t.operand(in.form()[3], in.c), t.operand(in.form()[2], in.b), a, t.place[in.a])
	}
}

// operand is what an instruction reads: a register or a scalar, which a register may be filled with.
func (t *threader[T]) operand(kind byte, x int32) value {
	if s, ok := t.scalar[x]; ok && kind == 'v' {
		return value{s, true}
	}
	return value{x, kind == 's'}
}

// fill is done where the register is read, unless that is outside this piece.
func (t *threader[T]) fill(in *instr) {
	if _, placed := t.place[in.dst]; placed {
		r := t.room(none)
		t.code.Step(vector.Take, r, vector.Number, int(in.a), 0)
		t.define(in.dst, r)
	}
	t.scalar[in.dst] = in.a
}

// change computes dst in a register.
func (t *threader[T]) change(dst int32, x, y value, a action, mask int) {
	if !a.oneWay && t.price(y) < t.price(x) {
		x, y, a.forward = y, x, a.reverse
	}
	r := t.changeable(x, y)
	if !y.uniform && y == x {
		t.code.Step(a.forward, r, vector.Source(r), 0, mask)
	} else {
		from, place := t.source(y)
		t.code.Step(a.forward, r, from, place, mask)
	}
	t.define(dst, r)
}

// price says how costly it is to change a copy of x.
func (t *threader[T]) price(x value) int {
	switch {
	case x.uniform:
		return 4
	case t.register(x.index) == none:
		return 2
	case !t.later(x.index):
		return 0
	case t.stored[x.index]:
		return 1
	}
	return 3
}

// register is the machine's register that holds v.
func (t *threader[T]) register(v int32) int {
	for r, w := range t.in {
		if w == v && v >= 0 {
			return r
		}
	}
	return none
}

// next is the next instruction that reads v, this one included.
func (t *threader[T]) next(v int32) int {
	for _, i := range t.uses[v] {
		if i >= t.at {
			return i
		}
	}
	return never
}

// later reports whether an instruction after this one reads v.
func (t *threader[T]) later(v int32) bool {
	uses := t.uses[v]
	return len(uses) > 0 && uses[len(uses)-1] > t.at
}

// source is where a step reads x.
func (t *threader[T]) source(x value) (vector.Source, int) {
	if x.uniform {
		return vector.Number, int(x.index)
	}
	if r := t.register(x.index); r >= 0 {
		return vector.Source(r), 0
	}
	return vector.Memory, t.place[x.index]
}

// changeable is a register with the value of x that may be changed; y stays where it is.
func (t *threader[T]) changeable(x, y value) int {
	if r := t.register(x.index); !x.uniform && r >= 0 && (t.stored[x.index] || !t.later(x.index)) {
		t.in[r] = none
		return r
	}
	r := t.room(t.register(y.index))
	from, place := t.source(x)
	t.code.Step(vector.Take, r, from, place, 0)
	return r
}

// room frees a register other than keep.
func (t *threader[T]) room(keep int) int {
	best, value := none, none
	for r, v := range t.in {
		worth := 2 * never
		if v >= 0 {
			switch worth = t.next(v); {
			case worth == never:
				worth = 2 * never
			case t.stored[v]:
				worth += never
			}
		}
		if r != keep && worth > value {
			best, value = r, worth
		}
	}
	t.spill(best)
	t.in[best] = none
	return best
}

// spill puts what register r holds into memory if it is read again.
func (t *threader[T]) spill(r int) {
	if v := t.in[r]; v >= 0 && !t.stored[v] && t.next(v) < never {
		t.code.Step(vector.Put, r, 0, t.home(v), 0)
		t.stored[v] = true
	}
}

// home is v's place in the table.
func (t *threader[T]) home(v int32) int {
	at, ok := t.place[v]
	if !ok {
		at = int(t.temps.take())
		t.place[v] = at
	}
	return at
}

// define says that register r holds v, which is stored at once where it has a place.
func (t *threader[T]) define(v int32, r int) {
	t.in[r] = v
	if at, ok := t.place[v]; ok {
		t.code.Step(vector.Put, r, 0, at, 0)
		t.stored[v] = true
	}
}

// hold is a register with the value of x; y stays where it is.
func (t *threader[T]) hold(x, y value) int {
	if r := t.register(x.index); !x.uniform && r >= 0 {
		return r
	}
	r := t.room(t.register(y.index))
	from, place := t.source(x)
	t.code.Step(vector.Take, r, from, place, 0)
	if !x.uniform {
		t.in[r] = x.index
	}
	return r
}

func (t *threader[T]) compare(in *instr, a action) {
	x, y := t.operand(in.form()[1], in.a), t.operand(in.form()[2], in.b)
	if x.uniform || t.register(x.index) < 0 && t.register(y.index) >= 0 && !y.uniform {
		x, y, a.forward = y, x, a.reverse
	}
	r := t.hold(x, y)
	from, place := t.source(y)
	t.code.Step(a.forward, r, from, place, t.home(in.dst))
}

// put stores to a column, whose earlier value is then nowhere.
func (t *threader[T]) put(in *instr) {
	r := t.hold(t.operand('v', in.a), value{index: none})
	t.code.Step(vector.Put, r, 0, 1+int(in.dst), 0)
	if r := t.register(t.own[t.p.own[in.dst]]); r >= 0 {
		t.in[r] = none
	}
}

// call has a kernel compute from memory to memory, and no register keeps its value.
func (t *threader[T]) call(in *instr) {
	var places []int
	for _, x := range reads(in, nil) {
		t.remember(*x.register)
		places = append(places, t.place[*x.register])
	}
	for r, v := range t.in {
		if v >= 0 && t.later(v) {
			t.spill(r)
		}
	}
	t.forget()
	t.code.Call(kernels[in.op], append(places, t.home(in.dst))...)
	t.stored[in.dst] = true
}

// remember makes sure that memory holds v.
func (t *threader[T]) remember(v int32) {
	if t.stored[v] {
		return
	}
	r := t.hold(t.operand('v', v), value{index: none})
	t.code.Step(vector.Put, r, 0, t.home(v), 0)
	t.stored[v] = true
}

// release frees what nothing reads after this instruction.
func (t *threader[T]) release(in *instr) {
	dead := results(in, t.p.exps)
	for _, o := range reads(in, t.p.exps) {
		dead = append(dead, o.register)
	}
	for _, v := range dead {
		if t.later(*v) {
			continue
		}
		if r := t.register(*v); r >= 0 {
			t.in[r] = none
		}
		if at, ok := t.place[*v]; ok && at > t.p.numbers+t.p.masks {
			t.temps.free = append(t.temps.free, int32(at))
			delete(t.place, *v)
			delete(t.stored, *v)
		}
	}
}
