package spike

import "unsafe"

// Array makes an array for a table. Its rows are read in random order, so large
// ones lie in large pages where the system has them: with small ones, finding the
// page takes half as long again as delivery itself.
func Array[T byte | uint16 | uint32 | float32 | float64](n int) []T {
	x := make([]T, n)
	if bytes := uintptr(n) * unsafe.Sizeof(*new(T)); bytes >= largePage/2 {
		useLargePages(uintptr(unsafe.Pointer(unsafe.SliceData(x))), bytes)
	}
	return x
}

const largePage = 2 << 20

// fetch starts to bring n synapses from k on into the cache, of those that deliveries read.
func (b *Block) fetch(k, n uint32) {
	prefetch(unsafe.Pointer(&b.Target[k]), 2*uintptr(n))
	if b.Weight32 != nil {
		prefetch(unsafe.Pointer(&b.Weight32[k]), 4*uintptr(n))
	}
}
