package interp

import (
	"slices"

	"github.com/cajal-sim/cajal/backend/interp/vector"
	"github.com/cajal-sim/cajal/ir"
)

// Instructions become threaded code (see vector.Code). A run of them that has code is one piece; between
// pieces, plain Go works on the whole block, and reads and writes registers in memory. What only one
// piece needs lives in the machine's registers, and where these do not suffice in memory that every
// block of the machine uses again.

// thread makes threaded code of p's instructions. own names the virtual registers that are columns.
func thread[T float](p *program[T], own map[int32]int, virtual int32) {
	t := &threader[T]{p: p, virtual: virtual, real: map[int32]int32{}, place: map[int32]int{}, stored: map[int32]bool{}, scalar: map[int32]int32{}}
	t.columns(own)
	t.stores()
	t.first()
	t.pieces()
	t.share()
	t.puts()
	t.count()
	t.translate()
}

type threader[T float] struct {
	p       *program[T]
	virtual int32           // next virtual register
	own     map[int]int32   // virtual registers of columns
	piece   []int           // of each instruction; those of plain Go have their own
	real    map[int32]int32 // registers that plain Go sees, masks and numbers
	masks   map[int32]bool  // which are masks

	place  map[int32]int           // in the table of pointers, where a register has one
	stored map[int32]bool          // whether memory holds the value
	scalar map[int32]int32         // registers that are filled with a scalar
	uses   map[int32][]int         // instructions
	at     int                     // instruction being translated
	code   *vector.Code[T]         // of the piece; nil before its first step
	in     [vector.Registers]int32 // what the machine's registers hold
	temps  pool                    // places of temporaries
}

const none = -1

// columns gives every column one virtual register.
func (t *threader[T]) columns(own map[int32]int) {
	t.own = map[int]int32{}
	same := map[int32]int32{}
	for _, v := range sortedKeys(own) {
		c := own[v]
		if _, ok := t.own[c]; !ok {
			t.column(c, v)
		}
		same[v] = t.own[c]
	}
	change := func(v *int32) {
		if w, ok := same[*v]; ok {
			*v = w
		}
	}
	for i := range t.p.code {
		for _, o := range reads(&t.p.code[i], t.p.exps) {
			change(o.register)
		}
	}
	for _, v := range finals(t.p) {
		change(v)
	}
}

// column makes v the register of column c.
func (t *threader[T]) column(c int, v int32) {
	t.own[c] = v
	t.real[v] = int32(len(t.p.own))
	t.place[v] = 1 + len(t.p.own)
	t.stored[v] = true
	t.p.own = append(t.p.own, c)
}

func (t *threader[T]) new() int32 {
	t.virtual++
	return t.virtual - 1
}

func (t *threader[T]) emit(in instr) int32 {
	in.dst = t.new()
	t.p.code = append(t.p.code, in)
	return in.dst
}

// stores makes instructions of the stores to lanes' own elements.
func (t *threader[T]) stores() {
	t.keep()
	var others []store
	for _, s := range t.p.stores {
		if s.access != ir.Own {
			others = append(others, s)
			continue
		}
		if _, ok := t.own[s.column]; !ok {
			t.column(s.column, t.new())
		}
		before, v := t.own[s.column], s.value.index
		if s.value.uniform {
			v = t.emit(instr{op: fill, a: v})
		}
		if s.add {
			v = t.emit(instr{op: addVVOp, a: before, b: v})
		}
		if s.mask >= 0 {
			v = t.emit(instr{op: selectVVOp, a: s.mask, b: v, c: before})
		}
		t.p.code = append(t.p.code, instr{op: putOp, dst: t.real[before], a: v})
		t.p.puts = append(t.p.puts, t.real[before])
	}
	t.p.stores = others
}

// keep copies the columns that are stored to and that plain Go reads after that.
func (t *threader[T]) keep() {
	stored := map[int32]bool{}
	for _, s := range t.p.stores {
		if v, ok := t.own[s.column]; ok && s.access == ir.Own {
			stored[v] = true
		}
	}
	copied := func(v *value) {
		if !v.uniform && stored[v.index] {
			v.index = t.emit(instr{op: copyOf, a: v.index})
		}
	}
	for i := range t.p.stores {
		if s := &t.p.stores[i]; s.access != ir.Own {
			copied(&s.value)
		}
	}
	copied(&t.p.offset)
}

// threaded reports whether an instruction is steps of threaded code.
func (t *threader[T]) threaded(in *instr) bool {
	if k := kernels[in.op]; k != vector.Absent {
		return true
	}
	_, ok := steps[in.op]
	return ok
}

// first puts what plain Go does without operands before all else, so that there are fewer pieces.
func (t *threader[T]) first() {
	alone := func(in instr) int {
		if !t.threaded(&in) && len(reads(&in, t.p.exps)) == 0 {
			return 0
		}
		return 1
	}
	slices.SortStableFunc(t.p.code, func(a, b instr) int { return alone(a) - alone(b) })
}

// pieces numbers the pieces.
func (t *threader[T]) pieces() {
	n := 0
	for i := range t.p.code {
		if i > 0 && !(t.threaded(&t.p.code[i]) && t.threaded(&t.p.code[i-1])) {
			n++
		}
		t.piece = append(t.piece, n)
	}
}

// share gives the registers that more than one piece or plain Go needs their places.
func (t *threader[T]) share() {
	t.masks = map[int32]bool{}
	from, shared := map[int32]int{}, map[int32]bool{}
	for i := range t.p.code {
		in := &t.p.code[i]
		for _, o := range reads(in, t.p.exps) {
			if from[*o.register] != t.piece[i] {
				shared[*o.register] = true
			}
		}
		for _, v := range results(in, t.p.exps) {
			from[*v] = t.piece[i]
			t.masks[*v] = in.op != expmOp && in.form()[0] == 'm'
			shared[*v] = shared[*v] || !t.threaded(in)
		}
	}
	for _, v := range finals(t.p) {
		shared[*v] = true
	}
	t.number(shared)
}

// number lays out the shared registers: numbers after columns, masks after numbers.
func (t *threader[T]) number(shared map[int32]bool) {
	p := t.p
	p.numbers = len(p.own)
	for _, masks := range []bool{false, true} {
		for _, v := range sortedKeys(shared) {
			if _, column := t.real[v]; column || !shared[v] || t.masks[v] != masks {
				continue
			}
			if masks {
				t.real[v] = int32(p.masks)
				p.masks++
				t.place[v] = p.numbers + p.masks
			} else {
				t.real[v] = int32(p.numbers)
				p.numbers++
				t.place[v] = p.numbers
			}
		}
	}
}

// puts lets what is stored to a column be computed there, where nothing reads the column later.
func (t *threader[T]) puts() {
	last, defined, stores := map[int32]int{}, map[int32]int{}, map[int32]int{}
	for i := range t.p.code {
		in := &t.p.code[i]
		for _, o := range reads(in, t.p.exps) {
			last[*o.register] = i
		}
		for _, v := range results(in, t.p.exps) {
			defined[*v] = i
		}
		if in.op == putOp {
			stores[in.dst]++
		}
	}
	for i := range t.p.code {
		in := &t.p.code[i]
		_, placed := t.place[in.a]
		if in.op != putOp || placed || stores[in.dst] > 1 || t.p.code[defined[in.a]].op == fill {
			continue
		}
		before, called := t.own[t.p.own[in.dst]], kernels[t.p.code[defined[in.a]].op] != vector.Absent
		if last[before] < defined[in.a] || last[before] == defined[in.a] && !called {
			t.place[in.a] = t.place[before]
			in.op = noOp
		}
	}
	kept := 0
	for i, in := range t.p.code {
		if in.op != noOp {
			t.p.code[kept], t.piece[kept] = in, t.piece[i]
			kept++
		}
	}
	t.p.code, t.piece = t.p.code[:kept], t.piece[:kept]
}

// count lists the instructions that read each register.
func (t *threader[T]) count() {
	t.uses = map[int32][]int{}
	for i := range t.p.code {
		for _, o := range reads(&t.p.code[i], t.p.exps) {
			t.uses[*o.register] = append(t.uses[*o.register], i)
		}
	}
	t.temps.size = int32(1 + t.p.numbers + t.p.masks)
}

// translate makes the code of pieces, and names the registers of plain Go.
func (t *threader[T]) translate() {
	var out []instr
	t.forget()
	for i := range t.p.code {
		in := &t.p.code[i]
		t.at = i
		if !t.threaded(in) {
			t.finish(&out)
			t.rename(in)
			out = append(out, *in)
			continue
		}
		if t.code == nil {
			t.code = vector.NewCode[T](t.p.set)
		}
		t.step(in)
		t.release(in)
	}
	t.finish(&out)
	for _, v := range finals(t.p) {
		*v = t.real[*v]
	}
	t.p.code = out
	t.p.temps = int(t.temps.size) - 1 - t.p.numbers - t.p.masks
	for _, c := range t.p.pieces {
		c.End(t.p.pointers())
	}
}

func (t *threader[T]) forget() { t.in = [...]int32{none, none, none} }

// finish ends a piece.
func (t *threader[T]) finish(out *[]instr) {
	if t.code != nil {
		*out = append(*out, instr{op: threadOp, a: int32(len(t.p.pieces))})
		t.p.pieces = append(t.p.pieces, t.code)
		t.code = nil
	}
	t.forget()
}

// rename gives an instruction of plain Go its registers.
func (t *threader[T]) rename(in *instr) {
	for _, o := range reads(in, t.p.exps) {
		*o.register = t.real[*o.register]
	}
	for _, v := range results(in, t.p.exps) {
		*v = t.real[*v]
	}
}

// results lists the registers that an instruction writes.
func results(in *instr, exps []expmJob) []*int32 {
	switch in.op {
	case putOp:
		return nil
	case expmOp:
		var out []*int32
		job := &exps[in.a]
		for j := range job.results {
			if job.results[j] >= 0 {
				out = append(out, &job.results[j])
			}
		}
		return out
	}
	return []*int32{&in.dst}
}
