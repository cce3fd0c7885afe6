//go:build !amd64

package vector

import "unsafe"

func entry(int) uintptr { return 0 }

func call(uintptr, *unsafe.Pointer, unsafe.Pointer, int) { panic("BUG: vector: no code to call") }

// Has reports whether this machine has the instructions of a set.
func (s Set) Has() bool { return s == None }
