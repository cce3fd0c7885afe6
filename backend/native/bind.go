package native

import "github.com/cajal-sim/cajal/ir"

// pointer is what a call points the code at.
type pointer struct {
	kind pointerKind
	n    int
}

type pointerKind uint8

const (
	ownColumn   pointerKind = iota // elements of the first lane
	wholeColumn                    // all elements, for gathers
	indexTable                     // indices of the first lane
	blockColumn                    // a column of the block
	countTable                     // cumulative distribution of a Poisson node's mean
	laneNumbers                    // lanes of the call
	spikePlaces                    // room for spikes
)

// number is what a call puts among the numbers that the code reads.
type number struct {
	kind   numberKind
	n      int // the node of a value; the word of a stream; a vector
	stream int
}

type numberKind uint8

const (
	value       numberKind = iota // of a uniform node
	maskValue                     // all bits where the node holds
	streamWord                    // a word of the generator that depends on the stream
	keyWord                       // one that does not
	entityLanes                   // the entity of each lane of a vector
	firstLanes                    // as many entities from that of its first lane on as are first of two partners
)

// ofLanes reports whether there is an element per lane.
func (x number) ofLanes() bool { return x.kind == entityLanes || x.kind == firstLanes }

// bindings lists the pointers and numbers of one compiled kernel.
type bindings struct {
	target
	pointers  []pointer
	numbers   []number
	pointerAt map[pointer]int
	numberAt  map[number]int
	offsets   []int // of the numbers, in bytes
	size      int   // of all numbers, in bytes
}

// spikeCount is where the code leaves how many spikes there are, in bytes.
const spikeCount = 0

func newBindings(t target) *bindings {
	return &bindings{target: t, pointerAt: map[pointer]int{}, numberAt: map[number]int{}, size: 64}
}

func (b *bindings) pointer(kind pointerKind, n int) int {
	p := pointer{kind, n}
	at, ok := b.pointerAt[p]
	if !ok {
		at = len(b.pointers)
		b.pointerAt[p] = at
		b.pointers = append(b.pointers, p)
	}
	return at
}

// number returns the place of a number in bytes.
func (b *bindings) number(x number) int {
	at, ok := b.numberAt[x]
	if !ok {
		size := b.paramBytes()
		if x.ofLanes() {
			size = b.vectorBytes()
			b.size = (b.size + size - 1) / size * size
		}
		at = len(b.numbers)
		b.numberAt[x] = at
		b.numbers = append(b.numbers, x)
		b.offsets = append(b.offsets, b.size)
		b.size += size
	}
	return b.offsets[at]
}

func (b *bindings) value(r ir.Ref) int { return b.number(number{kind: value, n: int(r)}) }
