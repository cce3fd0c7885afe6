package native

import (
	"errors"
	"math"

	"github.com/cajal-sim/cajal/backend/native/x86"
)

// inst is an instruction with registers. Operations of form special stand for several.
type inst struct {
	kind       instKind
	op         x86.Op
	reg, v, rm uint8 // as in x86.Inst
	mem        place // instead of rm where set
	k, imm     uint8
	extra      uint8 // a register that is changed besides
	node       ref   // what is computed, stored or moved
}

type instKind uint8

const (
	compute   instKind = iota
	reload             // reg ← mem
	spill              // mem ← reg
	duplicate          // reg ← rm
	doEffect           // store and spike
)

// place is an operand in memory.
type place struct {
	kind placeKind
	n    int // the leaf, or the slot
}

type placeKind uint8

const (
	nowhere placeKind = iota
	leafPlace
	slotPlace // of the spill memory
)

// The register files. Mask register 0 cannot restrict a write, and 1 is for the encoder.
const (
	vectorFile = iota
	maskFile
)

const firstMask = 2

func (g *graph) file(r ref) int {
	if g.wide() && codes[g.nodes[r].code].mask {
		return maskFile
	}
	return vectorFile
}

const never = math.MaxInt32

// allocation is code with registers.
type allocation struct {
	insts []inst
	slots int
}

var errRegisters = errors.New("out of registers")

// allocator replaces values by registers, in one sweep over the order: a value that
// is needed furthest ahead makes room, and comes back from memory.
type allocator struct {
	g       *graph
	uses    [][]int32 // places in the order at which a node is read, ascending
	reg     []int8    // −1: in none
	slot    []int16   // −1: not spilled
	own     [2][]ref  // by file: what registers hold
	pinned  [2][]bool // operands of the instruction at hand
	stored  map[uint64]bool
	pos     int32
	free    []int16
	out     allocation
	failure error
}

func allocate(g *graph, order []ref) (*allocation, error) {
	a := newAllocator(g, order)
	for i, r := range order {
		a.pos = int32(i)
		a.begin(r)
		a.emit(r)
		a.release(r)
		if a.failure != nil {
			return nil, a.failure
		}
	}
	return &a.out, nil
}

func newAllocator(g *graph, order []ref) *allocator {
	n := len(g.nodes)
	a := &allocator{g: g, uses: make([][]int32, n), reg: make([]int8, n), slot: make([]int16, n), stored: map[uint64]bool{}}
	vectors := 16
	if g.wide() {
		vectors = 32
	}
	for f, size := range []int{vectors, 8} {
		a.own[f], a.pinned[f] = make([]ref, size), make([]bool, size)
		for i := range a.own[f] {
			a.own[f][i] = none
		}
	}
	a.out.slots = g.passing
	for i := range n {
		a.reg[i], a.slot[i] = -1, -1
		if x := &g.nodes[i]; x.code == given {
			a.slot[i] = int16(x.imm)
			a.out.slots = max(a.out.slots, int(x.imm)+1)
		}
	}
	for i, r := range order {
		for _, x := range g.nodes[r].args() {
			if u := a.uses[x]; len(u) == 0 || u[len(u)-1] != int32(i) {
				a.uses[x] = append(u, int32(i))
			}
		}
	}
	return a
}

// begin pins the operands that are in registers already.
func (a *allocator) begin(r ref) {
	clear(a.pinned[vectorFile])
	clear(a.pinned[maskFile])
	for _, x := range a.g.nodes[r].args() {
		a.pin(x)
	}
}

func (a *allocator) pin(x ref) {
	if a.reg[x] >= 0 {
		a.pinned[a.g.file(x)][a.reg[x]] = true
	}
}

// release frees what the operands of r held, where this was their last use.
func (a *allocator) release(r ref) {
	for _, x := range a.g.nodes[r].args() {
		if !a.dies(x) {
			continue
		}
		if a.reg[x] >= 0 {
			a.own[a.g.file(x)][a.reg[x]] = none
			a.reg[x] = -1
		}
		if s := a.slot[x]; s >= 0 {
			if int(s) >= a.g.passing {
				a.free = append(a.free, s)
			}
			a.slot[x] = -1
		}
	}
}

// nextUse is the first use of x after the instruction at hand.
func (a *allocator) nextUse(x ref) int32 {
	u := a.uses[x]
	for len(u) > 0 && u[0] <= a.pos {
		u = u[1:]
	}
	a.uses[x] = u
	if len(u) == 0 {
		return never
	}
	return u[0]
}

func (a *allocator) dies(x ref) bool { return a.nextUse(x) == never }

// memory returns where x can be read from.
func (a *allocator) memory(x ref) (place, bool) {
	if a.slot[x] >= 0 {
		return place{slotPlace, int(a.slot[x])}, true
	}
	n := &a.g.nodes[x]
	if !n.inMemory() || n.code == load && a.stored[n.imm] {
		return place{}, false
	}
	return place{leafPlace, int(x)}, true
}

// operand reports whether an instruction can read x from memory, and should.
func (a *allocator) operand(x ref) (place, bool) {
	p, ok := a.memory(x)
	if !ok || a.reg[x] >= 0 || a.g.file(x) != vectorFile || a.g.nodes[x].code == loadIndex {
		return p, false
	}
	return p, !a.worthHolding(x)
}

// worthHolding reports whether a register is free for x, which is in memory and needed again soon.
func (a *allocator) worthHolding(x ref) bool {
	const soon = 30 // instructions
	if a.nextUse(x) > a.pos+soon {
		return false
	}
	for r, held := range a.own[vectorFile] {
		if held == none && !a.pinned[vectorFile][r] {
			return true
		}
	}
	return false
}

// take returns a free register of a file, pinned; it makes one free if need be.
func (a *allocator) take(file int) uint8 {
	first := 0
	if file == maskFile {
		first = firstMask
	}
	best, furthest := -1, int32(-1)
	for r := first; r < len(a.own[file]); r++ {
		x := a.own[file][r]
		if a.pinned[file][r] {
			continue
		}
		if x == none {
			best = r
			break
		}
		next := a.nextUse(x)
		if _, ok := a.memory(x); ok && next != never {
			next += 8 // nothing to store
		}
		if next > furthest {
			best, furthest = r, next
		}
	}
	if best < 0 {
		a.failure = errRegisters
		return 0
	}
	if x := a.own[file][best]; x != none {
		a.evict(x, uint8(best))
	}
	a.pinned[file][best] = true
	return uint8(best)
}

// evict takes x out of its register, and keeps it in memory if it is needed again.
func (a *allocator) evict(x ref, r uint8) {
	file := a.g.file(x)
	a.own[file][r] = none
	a.reg[x] = -1
	if _, ok := a.memory(x); ok || a.dies(x) {
		return
	}
	if n := len(a.free); n > 0 {
		a.slot[x], a.free = a.free[n-1], a.free[:n-1]
	} else {
		a.slot[x] = int16(a.out.slots)
		a.out.slots++
	}
	a.append(inst{kind: spill, reg: r, mem: place{slotPlace, int(a.slot[x])}, node: x})
}

func (a *allocator) append(i inst) { a.out.insts = append(a.out.insts, i) }

// in returns the register of x, which is loaded if it is in none.
func (a *allocator) in(x ref) uint8 {
	if a.reg[x] < 0 {
		p, ok := a.memory(x)
		if !ok {
			panic("BUG: native: a value was lost")
		}
		r := a.take(a.g.file(x))
		a.append(inst{kind: reload, reg: r, mem: p, node: x})
		a.hold(x, r)
	}
	a.pin(x)
	return uint8(a.reg[x])
}

// hold notes that register r has the value x.
func (a *allocator) hold(x ref, r uint8) {
	file := a.g.file(x)
	if old := a.own[file][r]; old != none && old != x {
		a.reg[old] = -1
	}
	a.own[file][r], a.reg[x] = x, int8(r)
}

// fresh is a register for a result: that of an operand of the same file that dies, or another.
func (a *allocator) fresh(result ref, operands ...ref) uint8 {
	file := a.g.file(result)
	for _, x := range operands {
		if a.reg[x] >= 0 && a.g.file(x) == file && a.dies(x) {
			return uint8(a.reg[x])
		}
	}
	return a.take(file)
}

// overwrite returns a register with the value of x that may be changed.
func (a *allocator) overwrite(x ref, again bool) uint8 {
	r := a.in(x)
	if a.dies(x) {
		return r
	}
	if _, ok := a.memory(x); ok && !again {
		return r
	}
	d := a.take(vectorFile)
	a.append(inst{kind: duplicate, reg: d, rm: r, node: x})
	return d
}
