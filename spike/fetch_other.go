//go:build !amd64

package spike

import "unsafe"

// prefetch could bring memory into the cache; here the processor is left to it.
func prefetch(p unsafe.Pointer, bytes uintptr) {}
