package interp

import (
	"math/bits"
	"unsafe"

	"github.com/cajal-sim/cajal/backend/interp/vector"
)

// The memory of threaded code. Its table of pointers: itself, number registers, mask registers, temporaries;
// then how far each moves after a block.

// pointers is how many there are in the table.
func (p *program[T]) pointers() int { return (1 + p.numbers + p.masks + p.temps + 7) &^ 7 }

// fitPieces makes room for the masks, temporaries and table of p.
func (f *frame[T]) fitPieces(p *program[T]) {
	for len(f.packed) < p.masks {
		f.packed = append(f.packed, make([]uint64, block/64+2))
	}
	f.temps = aligned(f.temps, p.temps*p.lanes)
	f.table = aligned(f.table, 2*p.pointers())
	clear(f.table)
	for i := range p.temps {
		f.table[1+p.numbers+p.masks+i] = address(f.temps[i*p.lanes:])
	}
	strides := f.table[p.pointers():]
	for i := range p.numbers {
		strides[1+i] = uintptr(p.lanes) * unsafe.Sizeof(T(0))
	}
	for i := range p.masks {
		strides[1+p.numbers+i] = uintptr(p.lanes / 8)
	}
}

// aligned is x with n elements, of which the first begins a line of the cache.
func aligned[E any](x []E, n int) []E {
	if n <= cap(x) {
		return x[:n]
	}
	const line = 64
	var e E
	x = make([]E, n+line/int(unsafe.Sizeof(e)))
	skip := -address(x) % line / unsafe.Sizeof(e)
	return x[skip:][:n]
}

func address[E any](x []E) uintptr { return uintptr(unsafe.Pointer(unsafe.SliceData(x))) }

// thread runs a piece on the block.
func (f *frame[T]) thread(p *program[T], c *vector.Code[T]) {
	for i, x := range f.numbers {
		f.table[1+i] = address(x)
	}
	for i := range f.masks {
		f.table[1+p.numbers+i] = address(f.packed[i])
	}
	c.Execute(f.table, f.scalars, (f.n+p.lanes-1)/p.lanes)
}

// finish ends the threaded code of a block: columns that it stored to where it had copies of them, and
// the masks of other stores.
func (f *frame[T]) finish(p *program[T]) {
	if !f.whole {
		for _, r := range p.puts {
			f.putBack(f.columns[p.own[r]], f.numbers[r])
		}
	}
	for i := range p.stores {
		if m := p.stores[i].mask; m >= 0 {
			for j := range f.masks[m] {
				f.masks[m][j] = f.packed[m][j/64]>>(j%64)&1 != 0
			}
		}
	}
}

// packedSpikes appends the lanes whose mask holds.
func (f *frame[T]) packedSpikes(mask []uint64, offset value) {
	for at := 0; at < f.n; at += 64 {
		for m := mask[at/64]; m != 0; m &= m - 1 {
			if i := at + bits.TrailingZeros64(m); i < f.n {
				f.spiked(i, offset)
			}
		}
	}
}

func (f *frame[T]) putBack(column, values []T) {
	if f.lanes == nil {
		copy(column[f.at:], values)
		return
	}
	for i, lane := range f.lanes {
		column[lane] = values[i]
	}
}
