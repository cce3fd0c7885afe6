package native

import (
	"encoding/binary"

	"github.com/cajal-sim/cajal/backend/native/x86"
)

// The general registers of a kernel:
//
//	DI  pointers of the call      R12  place of the vector in the call
//	SI  numbers of the call       R13  spill memory
//	DX  places                    R15  room for spikes, where there are any
//	AX, CX  scratch; the others hold the pointers that are used most
const (
	pointersReg = x86.RDI
	numbersReg  = x86.RSI
	countReg    = x86.RDX
	placeReg    = x86.R12
	spillReg    = x86.R13
	spikeReg    = x86.R15
	scratchReg  = x86.RAX
	scratchReg2 = x86.RCX
)

var pointerRegs = []uint8{x86.RBX, x86.R8, x86.R9, x86.R10, x86.R11, x86.R14, x86.R15}

// scratchMask is the mask register that no value lives in.
const scratchMask = 1

// encoder writes the code of one pass.
type encoder struct {
	x86.Asm
	g        *graph
	length   x86.Length
	base     map[uint64]uint8 // pointers in registers
	pool     []byte
	pooled   map[uint64]int32 // vectors
	bits     map[uint64]int32 // constants
	placesAt int32            // of the numbers of lanes in the pool, −1 where they are not there
	now      *inst            // what is being encoded, nil around the loop's body
	spikes   bool
	rare     *rare
	away     []detour
}

func newEncoder(g *graph, rare *rare) *encoder {
	e := &encoder{g: g, rare: rare, length: x86.L256, base: map[uint64]uint8{}, pooled: map[uint64]int32{}, bits: map[uint64]int32{}, placesAt: -1}
	if g.wide() {
		e.length, e.EVEX = x86.L512, true
	}
	return e
}

// encode returns the machine code of a pass: a loop over vectors of lanes.
func (e *encoder) encode(code *allocation) []byte {
	loop := part{e.g, code}
	e.prologue(loop)
	e.Clear(placeReg)
	e.Align(32)
	top := len(e.Code)
	e.body(loop)
	e.AddImm(placeReg, int8(e.g.lanes()*e.g.copies))
	e.Cmp(placeReg, countReg)
	e.JumpTo(x86.Below, top)
	return e.end()
}

// body writes the instructions of a part.
func (e *encoder) body(p part) {
	e.g = p.g
	for i := range p.code.insts {
		e.now = &p.code.insts[i]
		e.inst(e.now)
	}
	e.now = nil
}

// end writes what follows the loop.
func (e *encoder) end() []byte {
	e.epilogue()
	e.detours()
	e.Finish(e.pool)
	return e.Code
}

// prologue loads the pointers that are used most.
func (e *encoder) prologue(parts ...part) {
	uses := map[uint64]int{}
	var order []uint64
	note := func(imm uint64) {
		p, _ := splitCopy(imm)
		if uses[p] == 0 {
			order = append(order, p)
		}
		uses[p]++
	}
	for _, p := range parts {
		for i := range p.code.insts {
			e.note(p.g, &p.code.insts[i], note)
		}
	}
	free := pointerRegs
	if e.spikes {
		free = free[:len(free)-1]
	}
	for _, r := range free {
		best := -1
		for i, p := range order {
			if _, ok := e.base[p]; !ok && (best < 0 || uses[p] > uses[order[best]]) {
				best = i
			}
		}
		if best < 0 {
			break
		}
		e.base[order[best]] = r
		e.MovLoad(r, x86.At(pointersReg, int32(8*order[best])))
	}
}

// note tells of the pointers that an instruction uses.
func (e *encoder) note(g *graph, in *inst, note func(imm uint64)) {
	n := &g.nodes[in.node]
	switch {
	case in.kind == doEffect && n.code == spike:
		if p, _ := splitCopy(n.imm); !e.spikes {
			e.spikes = true
			e.MovLoad(spikeReg, x86.At(pointersReg, int32(8*p)))
		}
	case in.kind == doEffect && n.code != leave, in.kind == compute && (n.code == gather || n.code == laneList || n.code == count || n.code == countWords):
		note(n.imm)
	case in.mem.kind == leafPlace:
		if l := &g.nodes[in.mem.n]; l.code == load || l.code == loadIndex {
			note(l.imm)
		}
	}
}

// epilogue leaves the number of spikes, in bytes.
func (e *encoder) epilogue() {
	if e.spikes {
		e.MovStore(x86.At(numbersReg, spikeCount), spikeReg)
	}
	e.ZeroUpper()
	e.Return()
}

// pointer returns a register with a pointer, loading it if it is in none.
func (e *encoder) pointer(p uint64) uint8 {
	if r, ok := e.base[p]; ok {
		return r
	}
	e.MovLoad(scratchReg, x86.At(pointersReg, int32(8*p)))
	return scratchReg
}

// lane is the address of the elements of a vector, of some bytes each.
func (e *encoder) lane(imm uint64, bytes int) x86.Mem {
	p, copy := splitCopy(imm)
	return x86.Mem{Base: e.pointer(p), Index: placeReg, Scale: uint8(bytes), Disp: int32(copy * e.g.lanes() * bytes)}
}

// constant returns the place of a constant among those after the code.
func (e *encoder) constant(bits uint64) x86.Mem {
	at, ok := e.bits[bits]
	if !ok {
		at = e.append([]uint64{bits}, e.g.paramBytes())
		e.bits[bits] = at
	}
	return x86.Mem{Base: x86.RIP, Index: x86.NoIndex, Disp: at, Broadcast: e.g.wide()}
}

func (e *encoder) vector(n uint64) x86.Mem {
	at, ok := e.pooled[n]
	if !ok {
		for len(e.pool)%64 != 0 {
			e.pool = append(e.pool, 0)
		}
		at = e.append(e.g.vectors[n], e.g.vectorBytes())
		e.pooled[n] = at
	}
	return x86.Mem{Base: x86.RIP, Index: x86.NoIndex, Disp: at}
}

// places is the numbers of a vector's lanes, as words.
func (e *encoder) places() x86.Mem {
	if e.placesAt < 0 {
		for len(e.pool)%64 != 0 {
			e.pool = append(e.pool, 0)
		}
		e.placesAt = int32(len(e.pool))
		for lane := range e.g.lanes() {
			e.pool = binary.LittleEndian.AppendUint32(e.pool, uint32(lane))
		}
	}
	return x86.Mem{Base: x86.RIP, Index: x86.NoIndex, Disp: e.placesAt}
}

// append repeats elements over some bytes of the constants.
func (e *encoder) append(elements []uint64, size int) int32 {
	at := len(e.pool)
	for i := 0; len(e.pool) < at+size; i++ {
		x := elements[i%len(elements)]
		if e.g.single {
			e.pool = binary.LittleEndian.AppendUint32(e.pool, uint32(x))
		} else {
			e.pool = binary.LittleEndian.AppendUint64(e.pool, x)
		}
	}
	return int32(at)
}

// memory is the address of a place.
func (e *encoder) memory(p place) x86.Mem {
	if p.kind == slotPlace {
		return x86.At(spillReg, int32(p.n*e.g.vectorBytes()))
	}
	n := &e.g.nodes[p.n]
	switch n.code {
	case constant:
		return e.constant(n.imm)
	case vectorConst:
		return e.vector(n.imm)
	case param:
		m := x86.At(numbersReg, int32(n.imm))
		m.Broadcast = e.g.wide()
		return m
	case paramMask, paramVector:
		return x86.At(numbersReg, int32(n.imm))
	case loadIndex:
		return e.lane(n.imm, 4)
	}
	return e.lane(n.imm, e.g.elementBytes())
}
