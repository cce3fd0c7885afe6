//go:build !amd64

package spike

// fetch could bring n synapses from k on into the cache; here the processor is left to it.
func (b *Block) fetch(k, n uint32) {}
