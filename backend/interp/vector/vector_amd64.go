package vector

import (
	"unsafe"

	"github.com/cajal-sim/cajal/backend/native/exec"
)

// entries are the addresses of the code, by Place; 0 where there is none.
var entries [places]uintptr

func entry(place int) uintptr { return entries[place] }

// call runs code with pointers in DI, numbers in SI, n in DX and the first pointer in BX.
//
//go:noescape
func call(entry uintptr, pointers *unsafe.Pointer, numbers unsafe.Pointer, n int)

// Has reports whether this machine has the instructions of a set.
func (s Set) Has() bool {
	f := exec.Detect()
	return s == None || s == AVX2 && f.AVX2 || s == AVX512 && f.AVX512
}
