package interp

import "unsafe"

// The loops of comparisons, masks and selection. A mask is one bool a lane.

func lessVV[T float](d []bool, a, b []T) {
	a, b = a[:len(d)], b[:len(d)]
	for i := range d {
		d[i] = a[i] < b[i]
	}
}

func lessVS[T float](d []bool, a []T, b T) {
	a = a[:len(d)]
	for i := range d {
		d[i] = a[i] < b
	}
}

func lessSV[T float](d []bool, a T, b []T) {
	b = b[:len(d)]
	for i := range d {
		d[i] = a < b[i]
	}
}

func lessEqualVV[T float](d []bool, a, b []T) {
	a, b = a[:len(d)], b[:len(d)]
	for i := range d {
		d[i] = a[i] <= b[i]
	}
}

func lessEqualVS[T float](d []bool, a []T, b T) {
	a = a[:len(d)]
	for i := range d {
		d[i] = a[i] <= b
	}
}

func lessEqualSV[T float](d []bool, a T, b []T) {
	b = b[:len(d)]
	for i := range d {
		d[i] = a <= b[i]
	}
}

func equalVV[T float](d []bool, a, b []T) {
	a, b = a[:len(d)], b[:len(d)]
	for i := range d {
		d[i] = a[i] == b[i]
	}
}

func equalVS[T float](d []bool, a []T, b T) {
	a = a[:len(d)]
	for i := range d {
		d[i] = a[i] == b
	}
}

// The words of masks are combined as bytes: && and || would branch.

func and(d, a, b []bool) {
	x, y, z := bytes(a)[:len(d)], bytes(b)[:len(d)], bytes(d)
	for i := range z {
		z[i] = x[i] & y[i]
	}
}

func or(d, a, b []bool) {
	x, y, z := bytes(a)[:len(d)], bytes(b)[:len(d)], bytes(d)
	for i := range z {
		z[i] = x[i] | y[i]
	}
}

func not(d, a []bool) {
	a = a[:len(d)]
	for i := range d {
		d[i] = !a[i]
	}
}

// bytes is the memory of bools, of which Go says that true is 1.
func bytes(m []bool) []byte {
	return unsafe.Slice((*byte)(unsafe.Pointer(unsafe.SliceData(m))), len(m))
}

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

func choose[W uint32 | uint64](d []W, m []bool, a, b []W) {
	m, a, b = m[:len(d)], a[:len(d)], b[:len(d)]
	for i := range d {
		x, y := a[i], b[i]
		if m[i] {
			y = x
		}
		d[i] = y
	}
}

func chooseElse[W uint32 | uint64](d []W, m []bool, a []W, b W) {
	m, a = m[:len(d)], a[:len(d)]
	for i := range d {
		x, y := a[i], b
		if m[i] {
			y = x
		}
		d[i] = y
	}
}

func chooseThen[W uint32 | uint64](d []W, m []bool, a W, b []W) {
	m, b = m[:len(d)], b[:len(d)]
	for i := range d {
		y := b[i]
		if m[i] {
			y = a
		}
		d[i] = y
	}
}

func chooseOf[W uint32 | uint64](d []W, m []bool, a, b W) {
	m = m[:len(d)]
	for i := range d {
		y := b
		if m[i] {
			y = a
		}
		d[i] = y
	}
}
