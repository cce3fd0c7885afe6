package native

import "github.com/cajal-sim/cajal/backend/native/x86"

// emit appends the instructions of one node.
func (a *allocator) emit(r ref) {
	n := &a.g.nodes[r]
	i := inst{op: n.code.instruction(a.g.target), node: r}
	switch codes[n.code].form {
	case dyadic:
		a.binary(n, i)
	case unary:
		a.unary(n, i)
	case shifted:
		i.imm, i.rm = uint8(n.imm), a.in(n.a)
		a.result(i, n.a)
	case fused:
		a.fused(n, i)
	case merged:
		i.imm, i.v = uint8(n.imm), 0
		d := a.overwrite(n.a, n.a == n.b || n.a == n.c)
		i.v = a.in(n.b)
		a.last(&i, n.c)
		a.into(i, d)
	case amended:
		d := a.overwrite(n.a, false)
		i.v, i.rm = a.in(n.b), a.in(n.c)
		a.into(i, d)
	case compared:
		a.compared(n, i)
	case masked:
		a.masked(n, i)
	case chosen:
		a.chosen(n, i)
	case special:
		a.special(n, i)
	case effect:
		a.effect(n, i)
	}
}

// last makes x the last operand, from memory where it is not in a register.
func (a *allocator) last(i *inst, x ref) {
	if p, ok := a.operand(x); ok {
		i.mem = p
		return
	}
	i.rm = a.in(x)
}

// result appends an instruction with a register for its result.
func (a *allocator) result(i inst, operands ...ref) {
	a.into(i, a.fresh(i.node, operands...))
}

// into appends an instruction whose result goes to register d.
func (a *allocator) into(i inst, d uint8) {
	i.reg = d
	a.append(i)
	a.hold(i.node, d)
}

func (a *allocator) binary(n *node, i inst) {
	x, y := n.a, n.b
	if codes[n.code].commutes {
		if _, ok := a.operand(x); ok && x != y {
			if _, both := a.operand(y); !both {
				x, y = y, x
			}
		}
	}
	i.imm = uint8(n.imm)
	i.v = a.in(x)
	a.last(&i, y)
	a.result(i, x, y)
}

func (a *allocator) unary(n *node, i inst) {
	i.imm = uint8(n.imm)
	a.last(&i, n.a)
	a.result(i, n.a)
}

// The forms of fused instructions, in the order of their numbers: which operand is overwritten.
const (
	form132 x86.Op = 0 // reg·rm + v
	form213 x86.Op = 2 // v·reg + rm
	form231 x86.Op = 4 // v·rm + reg
)

// fused chooses the form by what is in memory and what dies.
func (a *allocator) fused(n *node, i inst) {
	x, y, z := n.a, n.b, n.c
	_, memX := a.operand(x)
	_, memY := a.operand(y)
	_, memZ := a.operand(z)
	switch {
	case memZ && !(memX && memY && x != y):
		if memX || !a.dies(x) && a.dies(y) {
			x, y = y, x
		}
		a.multiplyFirst(i, x, y, z)
	case (memX || memY) && x != y:
		if memX {
			x, y = y, x
		}
		a.memoryFactor(i, x, y, z)
	case a.dies(x) && x != y && x != z:
		a.multiplyFirst(i, x, y, z)
	case a.dies(y) && x != y && y != z:
		a.multiplyFirst(i, y, x, z)
	default:
		i.op += form231
		i.v = a.in(x)
		i.rm = a.in(y)
		a.into(i, a.overwrite(z, z == x || z == y))
	}
}

// multiplyFirst overwrites the factor x.
func (a *allocator) multiplyFirst(i inst, x, y, z ref) {
	i.op += form213
	i.v = a.in(y)
	d := a.overwrite(x, x == y || x == z)
	a.last(&i, z)
	a.into(i, d)
}

// memoryFactor reads the factor y from memory, and overwrites x or z.
func (a *allocator) memoryFactor(i inst, x, y, z ref) {
	rx, rz := a.in(x), a.in(z)
	if a.dies(x) && x != z {
		i.op += form132
		i.v = rz
		a.last(&i, y)
		a.into(i, rx)
		return
	}
	i.op += form231
	i.v = rx
	d := a.overwrite(z, z == x || z == y)
	a.last(&i, y)
	a.into(i, d)
}

func (a *allocator) compared(n *node, i inst) {
	if n.code == signs {
		i.rm = a.in(n.a)
		a.result(i)
		return
	}
	i.imm = uint8(n.imm)
	i.v = a.in(n.a)
	a.last(&i, n.b)
	a.result(i, n.a, n.b)
}

func (a *allocator) masked(n *node, i inst) {
	if n.code == maskNot {
		i.rm = a.in(n.a)
		a.result(i, n.a)
		return
	}
	i.v, i.rm = a.in(n.a), a.in(n.b)
	a.result(i, n.a, n.b)
}

func (a *allocator) chosen(n *node, i inst) {
	if a.g.wide() {
		i.k = a.in(n.a)
	} else {
		i.imm = a.in(n.a) << 4
	}
	i.v = a.in(n.c)
	a.last(&i, n.b)
	a.result(i, n.b, n.c, n.a)
}

// special operations never write over their operand; some need a register more.
func (a *allocator) special(n *node, i inst) {
	if codes[n.code].args > 0 {
		i.v = a.in(n.a)
	}
	if codes[n.code].args > 1 {
		i.rm = a.in(n.b)
	}
	d := a.take(vectorFile)
	if a.g.changesMore(n.code) {
		i.extra = a.take(vectorFile)
	}
	a.into(i, d)
}

func (a *allocator) effect(n *node, i inst) {
	i.kind = doEffect
	i.reg = a.in(n.a)
	switch n.code {
	case spike:
		if a.g.changesMore(spike) {
			i.extra = a.take(vectorFile)
		}
	case mark:
		i.k = a.in(n.b)
		fallthrough
	case store:
		a.keep(n.imm)
		a.stored[n.imm] = true
	}
	a.append(i)
}

// keep takes the old value of a column into a register before it is overwritten, if it is
// needed still.
func (a *allocator) keep(pointer uint64) {
	old, ok := a.g.memo[key{load, none, none, none, pointer}]
	if ok && !a.dies(old) {
		a.in(old)
	}
}
