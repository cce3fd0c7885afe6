//go:build !amd64 || !(linux || darwin || freebsd || windows)

package exec

import "unsafe"

func load([]byte) (uintptr, func(), error) { return 0, nil, ErrUnsupported }

func call(uintptr, *unsafe.Pointer, unsafe.Pointer, int)      { panic("BUG: exec: no code was loaded") }
func callLarge(uintptr, *unsafe.Pointer, unsafe.Pointer, int) { panic("BUG: exec: no code was loaded") }

// Detect returns the features that matter; here there are none.
func Detect() Features { return Features{} }
