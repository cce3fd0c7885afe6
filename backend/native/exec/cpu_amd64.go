//go:build linux || darwin || freebsd || windows

package exec

import "unsafe"

//go:noescape
func call(entry uintptr, pointers *unsafe.Pointer, numbers unsafe.Pointer, n int)

//go:noescape
func callLarge(entry uintptr, pointers *unsafe.Pointer, numbers unsafe.Pointer, n int)

func cpuid(leaf, sub uint32) (a, b, c, d uint32)

func xgetbv() uint32

// Detect asks the processor what it understands, and the system which registers it
// saves: without that, wide registers may not be used whatever the processor says.
func Detect() Features {
	most, _, _, _ := cpuid(0, 0)
	_, _, c, _ := cpuid(1, 0)
	const fma, osxsave, avx = 1 << 12, 1 << 27, 1 << 28
	if most < 7 || !has(c, fma|osxsave|avx) {
		return Features{}
	}
	state := xgetbv()
	_, b, _, _ := cpuid(7, 0)
	const bmi1, avx2 = 1 << 3, 1 << 5
	const f, dq, bw, vl = 1 << 16, 1 << 17, 1 << 30, 1 << 31
	const ymm, zmm = 0x6, 0xe6 // SSE and AVX; and masks and the upper registers
	return Features{
		AVX2:   has(b, bmi1|avx2) && has(state, ymm),
		AVX512: has(b, bmi1|avx2|f|dq|bw|vl) && has(state, zmm),
	}
}

func has(bits, all uint32) bool { return bits&all == all }
