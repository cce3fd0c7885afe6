package vector

import (
	"math/bits"
	"unsafe"
)

// The words of the Philox generator that all lanes of a call share are computed here; see
// package random. The counter is (step, entity, high, stream): the first three rounds mix
// only the entity's low word into what is known.

const (
	philoxA     = 0xD2511F53
	philoxC     = 0xCD9E8D57
	bumpA       = 0x9E3779B9
	bumpC       = 0xBB67AE85
	rounds      = 20 // halves of ten
	roundKeys   = 14 // those from the fourth round on
	streamWords = 5
)

// Group is how many lanes kernels of groups do at a time.
const Group = 32

// Groups is the kernel that draws for whole groups of lanes what k draws for listed ones.
func (k Kernel) Groups() Kernel { return k + UniformGroups - Uniform }

// Draw makes the operands of kernels that draw: lanes have the entities base + their number.
// All must share the upper word of high, the entity of one of them.
func (m *Machine[T]) Draw(seed, step, base, high uint64, stream uint32, lanes []int32) {
	m.pointer(unsafe.Pointer(unsafe.SliceData(lanes)))
	m.word(uint32(base))
	keys := schedule(seed)
	for _, k := range keys[rounds-roundKeys:] {
		m.word(k)
	}
	for _, w := range shared(step, high, stream, &keys) {
		m.word(w)
	}
}

// word adds a word of the generator.
func (m *Machine[T]) word(w uint32) {
	x := uint64(w)
	if single[T]() {
		x |= x << 32
	}
	m.number(x)
}

// schedule is the keys of all rounds.
func schedule(seed uint64) (keys [rounds]uint32) {
	k, l := uint32(seed), uint32(seed>>32)
	for i := 0; i < rounds; i += 2 {
		keys[i], keys[i+1] = k, l
		k, l = k+bumpA, l+bumpC
	}
	return keys
}

// shared is what the first rounds make of step, the upper word of entities, and stream.
func shared(step, entity uint64, stream uint32, keys *[rounds]uint32) [streamWords]uint32 {
	c, d := uint32(entity>>32)<<16|uint32(step>>32)&0xffff, stream<<8
	highA, lowA := bits.Mul32(philoxA, uint32(step))
	highC, lowC := bits.Mul32(philoxC, c)
	secondHigh, secondLow := bits.Mul32(philoxC, highA^d^keys[1])
	thirdHigh, thirdLow := bits.Mul32(philoxA, secondHigh^lowC^keys[2])
	return [streamWords]uint32{
		highC ^ keys[0],     // first round: a = entity ^ this
		lowA ^ keys[3],      // second: c = high ^ this
		secondLow ^ keys[4], // third: a = high ^ this
		thirdHigh ^ keys[5], // third: c = d ^ this
		thirdLow ^ keys[7],  // fourth: c = high ^ this
	}
}
