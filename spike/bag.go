package spike

import "unsafe"

// A bag is synapses that are reached in one step: entries of packed blocks, or targets
// alone where all weights are one.
type bag []byte

// A heap is the bags of a window whose synapses are added in the same way.
type heap struct {
	bags [windowSteps]bag
	size uint // of a synapse, as a power of two
	adder
}

// adder is a way to add synapses.
type adder struct {
	sums   *float64 // of the port, from the block's first target on
	minus  *float64 // where weights < 0 arrive, or nil
	factor float64  // of weights; or the weight of all
}

// Sizes of synapses in bags, as powers of two.
const (
	targetSize = 1
	packedSize = 3
)

// room is what copying may read and write beyond a run, in bytes.
const room = 128

// source is where the synapses of a path are, and where they go.
type source struct {
	synapses unsafe.Pointer
	heap     *heap
}

// sourceOf finds where the synapses of a leg go: to a heap with others, or a new one.
func (f *Inflow) sourceOf(l *leg) source {
	h := &heap{size: packedSize, adder: adder{unsafe.SliceData(l.sums), unsafe.SliceData(l.minus), l.factor}}
	first := unsafe.Pointer(unsafe.SliceData(l.block.Packed))
	if l.block.Packed == nil {
		first = unsafe.Pointer(unsafe.SliceData(l.block.Target))
		h.size, h.factor = targetSize, l.table.Uniform*l.factor
	}
	for _, other := range f.heaps {
		if other.adder == h.adder && other.size == h.size {
			return source{first, other}
		}
	}
	f.heaps = append(f.heaps, h)
	return source{first, h}
}

// empty adds what is in a bag.
func (h *heap) empty(step int) {
	bag := h.bags[step]
	first := unsafe.Pointer(unsafe.SliceData(bag))
	switch {
	case h.size == targetSize:
		addUniform(h.sums, unsafe.Slice((*uint16)(first), len(bag)>>targetSize), h.factor)
	case h.minus != nil:
		addMixed(h.sums, h.minus, unsafe.Slice((*Synapse)(first), len(bag)>>packedSize), h.factor)
	default:
		addPacked(h.sums, unsafe.Slice((*Synapse)(first), len(bag)>>packedSize), h.factor)
	}
	h.bags[step] = bag[:0]
}

// store is the memory of bags: a few large pieces, which lie in few pages.
type store struct {
	free []byte
	size int // of the last piece
}

const smallStore, largeStore = 1 << 16, 1 << 21

// widen moves a bag to where it has room for n bytes more, and as much again, if it has not.
func (s *store) widen(x bag, n int) bag {
	if len(x)+n <= cap(x) {
		return x
	}
	n = 2 * (len(x) + n)
	if n > len(s.free) {
		s.size = max(n, min(2*s.size, largeStore), smallStore)
		s.free = Array[byte](s.size)
	}
	wider := append(bag(s.free[:0:n]), x...)
	s.free = s.free[n:]
	return wider
}
