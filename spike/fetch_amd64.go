package spike

import "unsafe"

// prefetch starts to bring memory into the cache, at least one line, and waits for nothing.
//
//go:noescape
func prefetch(p unsafe.Pointer, bytes uintptr)

// fetch starts to bring n synapses from k on into the cache.
func (b *Block) fetch(k, n uint32) {
	if b.Packed != nil {
		prefetch(unsafe.Pointer(&b.Packed[k]), 8*uintptr(n))
		return
	}
	prefetch(unsafe.Pointer(&b.Target[k]), 2*uintptr(n))
	if b.Delay != nil {
		prefetch(unsafe.Pointer(&b.Delay[k]), 2*uintptr(n))
	}
	if b.Weight32 != nil {
		prefetch(unsafe.Pointer(&b.Weight32[k]), 4*uintptr(n))
	}
	if b.Weight64 != nil {
		prefetch(unsafe.Pointer(&b.Weight64[k]), 8*uintptr(n))
	}
}
