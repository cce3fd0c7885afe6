package spike

import "unsafe"

// Array makes an array for a table. Its rows are read in random order, so large
// ones lie in large pages where the system has them: with small ones, finding the
// page takes half as long again as delivery itself.
func Array[T uint16 | uint32 | float32 | float64 | Synapse](n int) []T {
	x := make([]T, n)
	if bytes := uintptr(n) * unsafe.Sizeof(*new(T)); bytes >= largePage/2 {
		useLargePages(uintptr(unsafe.Pointer(unsafe.SliceData(x))), bytes)
	}
	return x
}

const largePage = 2 << 20
