package interp

import (
	"encoding/binary"
	"unsafe"
)

// The loops of comparisons, masks and selection. A mask is one bool a lane.

func lessVV[T float](d []bool, a, b []T) {
	a, b = a[:len(d)], b[:len(d)]
	i := 0
	for ; i < len(d)-3; i += 4 {
		d[i], d[i+1], d[i+2], d[i+3] = a[i] < b[i], a[i+1] < b[i+1], a[i+2] < b[i+2], a[i+3] < b[i+3]
	}
	for ; i < len(d); i++ {
		d[i] = a[i] < b[i]
	}
}

func lessVS[T float](d []bool, a []T, b T) {
	a = a[:len(d)]
	i := 0
	for ; i < len(d)-3; i += 4 {
		d[i], d[i+1], d[i+2], d[i+3] = a[i] < b, a[i+1] < b, a[i+2] < b, a[i+3] < b
	}
	for ; i < len(d); i++ {
		d[i] = a[i] < b
	}
}

func lessSV[T float](d []bool, a T, b []T) {
	b = b[:len(d)]
	i := 0
	for ; i < len(d)-3; i += 4 {
		d[i], d[i+1], d[i+2], d[i+3] = a < b[i], a < b[i+1], a < b[i+2], a < b[i+3]
	}
	for ; i < len(d); i++ {
		d[i] = a < b[i]
	}
}

func lessEqualVV[T float](d []bool, a, b []T) {
	a, b = a[:len(d)], b[:len(d)]
	i := 0
	for ; i < len(d)-3; i += 4 {
		d[i], d[i+1], d[i+2], d[i+3] = a[i] <= b[i], a[i+1] <= b[i+1], a[i+2] <= b[i+2], a[i+3] <= b[i+3]
	}
	for ; i < len(d); i++ {
		d[i] = a[i] <= b[i]
	}
}

func lessEqualVS[T float](d []bool, a []T, b T) {
	a = a[:len(d)]
	i := 0
	for ; i < len(d)-3; i += 4 {
		d[i], d[i+1], d[i+2], d[i+3] = a[i] <= b, a[i+1] <= b, a[i+2] <= b, a[i+3] <= b
	}
	for ; i < len(d); i++ {
		d[i] = a[i] <= b
	}
}

func lessEqualSV[T float](d []bool, a T, b []T) {
	b = b[:len(d)]
	i := 0
	for ; i < len(d)-3; i += 4 {
		d[i], d[i+1], d[i+2], d[i+3] = a <= b[i], a <= b[i+1], a <= b[i+2], a <= b[i+3]
	}
	for ; i < len(d); i++ {
		d[i] = a <= b[i]
	}
}

func equalVV[T float](d []bool, a, b []T) {
	a, b = a[:len(d)], b[:len(d)]
	i := 0
	for ; i < len(d)-3; i += 4 {
		d[i], d[i+1], d[i+2], d[i+3] = a[i] == b[i], a[i+1] == b[i+1], a[i+2] == b[i+2], a[i+3] == b[i+3]
	}
	for ; i < len(d); i++ {
		d[i] = a[i] == b[i]
	}
}

func equalVS[T float](d []bool, a []T, b T) {
	a = a[:len(d)]
	i := 0
	for ; i < len(d)-3; i += 4 {
		d[i], d[i+1], d[i+2], d[i+3] = a[i] == b, a[i+1] == b, a[i+2] == b, a[i+3] == b
	}
	for ; i < len(d); i++ {
		d[i] = a[i] == b
	}
}

// Masks are combined as bytes, of which 1 is true: && and || would branch.

func bytes(m []bool) []byte {
	return unsafe.Slice((*byte)(unsafe.Pointer(unsafe.SliceData(m))), len(m))
}

func and(d, a, b []byte) {
	a, b = a[:len(d)], b[:len(d)]
	i := 0
	for ; i < len(d)-7; i += 8 {
		setWord(d[i:], word(a[i:])&word(b[i:]))
	}
	for ; i < len(d); i++ {
		d[i] = a[i] & b[i]
	}
}

func or(d, a, b []byte) {
	a, b = a[:len(d)], b[:len(d)]
	i := 0
	for ; i < len(d)-7; i += 8 {
		setWord(d[i:], word(a[i:])|word(b[i:]))
	}
	for ; i < len(d); i++ {
		d[i] = a[i] | b[i]
	}
}

func not(d, a []byte) {
	a = a[:len(d)]
	i := 0
	for ; i < len(d)-7; i += 8 {
		setWord(d[i:], word(a[i:])^0x0101010101010101)
	}
	for ; i < len(d); i++ {
		d[i] = a[i] ^ 1
	}
}

// word is eight masks.
func word(b []byte) uint64 { return binary.NativeEndian.Uint64(b) }

func setWord(b []byte, x uint64) { binary.NativeEndian.PutUint64(b, x) }

// Selection moves bits, not numbers: the compiler has conditional moves for
// whole numbers only, and a branch on a mask of spikes or thresholds is often mispredicted.

func bits64[T float](a []T) []uint64 {
	return unsafe.Slice((*uint64)(unsafe.Pointer(unsafe.SliceData(a))), len(a))
}

func bits32[T float](a []T) []uint32 {
	return unsafe.Slice((*uint32)(unsafe.Pointer(unsafe.SliceData(a))), len(a))
}

func selectVV[T float](d []T, m []bool, a, b []T) {
	if unsafe.Sizeof(d[0]) == 8 {
		choose(bits64(d), m, bits64(a), bits64(b))
	} else {
		choose(bits32(d), m, bits32(a), bits32(b))
	}
}

func selectVS[T float](d []T, m []bool, a []T, b T) {
	s := []T{b}
	if unsafe.Sizeof(b) == 8 {
		chooseElse(bits64(d), m, bits64(a), bits64(s)[0])
	} else {
		chooseElse(bits32(d), m, bits32(a), bits32(s)[0])
	}
}

func selectSV[T float](d []T, m []bool, a T, b []T) {
	s := []T{a}
	if unsafe.Sizeof(a) == 8 {
		chooseThen(bits64(d), m, bits64(s)[0], bits64(b))
	} else {
		chooseThen(bits32(d), m, bits32(s)[0], bits32(b))
	}
}

func selectSS[T float](d []T, m []bool, a, b T) {
	s := []T{a, b}
	if unsafe.Sizeof(a) == 8 {
		chooseOf(bits64(d), m, bits64(s)[0], bits64(s)[1])
	} else {
		chooseOf(bits32(d), m, bits32(s)[0], bits32(s)[1])
	}
}

func pick[W uint32 | uint64](m bool, a, b W) W {
	if m {
		b = a
	}
	return b
}

func choose[W uint32 | uint64](d []W, m []bool, a, b []W) {
	m, a, b = m[:len(d)], a[:len(d)], b[:len(d)]
	i := 0
	for ; i < len(d)-3; i += 4 {
		d[i], d[i+1], d[i+2], d[i+3] = pick(m[i], a[i], b[i]), pick(m[i+1], a[i+1], b[i+1]), pick(m[i+2], a[i+2], b[i+2]), pick(m[i+3], a[i+3], b[i+3])
	}
	for ; i < len(d); i++ {
		d[i] = pick(m[i], a[i], b[i])
	}
}

func chooseElse[W uint32 | uint64](d []W, m []bool, a []W, b W) {
	m, a = m[:len(d)], a[:len(d)]
	i := 0
	for ; i < len(d)-3; i += 4 {
		d[i], d[i+1], d[i+2], d[i+3] = pick(m[i], a[i], b), pick(m[i+1], a[i+1], b), pick(m[i+2], a[i+2], b), pick(m[i+3], a[i+3], b)
	}
	for ; i < len(d); i++ {
		d[i] = pick(m[i], a[i], b)
	}
}

func chooseThen[W uint32 | uint64](d []W, m []bool, a W, b []W) {
	m, b = m[:len(d)], b[:len(d)]
	i := 0
	for ; i < len(d)-3; i += 4 {
		d[i], d[i+1], d[i+2], d[i+3] = pick(m[i], a, b[i]), pick(m[i+1], a, b[i+1]), pick(m[i+2], a, b[i+2]), pick(m[i+3], a, b[i+3])
	}
	for ; i < len(d); i++ {
		d[i] = pick(m[i], a, b[i])
	}
}

func chooseOf[W uint32 | uint64](d []W, m []bool, a, b W) {
	m = m[:len(d)]
	i := 0
	for ; i < len(d)-3; i += 4 {
		d[i], d[i+1], d[i+2], d[i+3] = pick(m[i], a, b), pick(m[i+1], a, b), pick(m[i+2], a, b), pick(m[i+3], a, b)
	}
	for ; i < len(d); i++ {
		d[i] = pick(m[i], a, b)
	}
}
