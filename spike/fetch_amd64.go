package spike

import "unsafe"

// prefetch starts to bring memory into the cache, at least one line, and waits for nothing.
//
//go:noescape
func prefetch(p unsafe.Pointer, bytes uintptr)
