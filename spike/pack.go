package spike

import "github.com/cajal-sim/cajal/pool"

// Pack puts target, delay and weight of each synapse together, in blocks that hold all
// three. A window takes some ten synapses of a row: they lie in two or three lines of
// the cache then instead of five, and lines are what delivery from a large table waits
// for. What walks through whole columns is better off without.
func (t *Table) Pack(p *pool.Pool) {
	p.Do(len(t.Blocks), func(i int) {
		if b := &t.Blocks[i]; b.Delay != nil && b.Weight32 != nil {
			b.pack()
		}
	})
}

func (b *Block) pack() {
	b.Packed = Array[Synapse](len(b.Target))
	for k := range b.Packed {
		b.Packed[k] = Synapse{b.Target[k], b.Delay[k], b.Weight32[k]}
	}
	b.Target, b.Delay, b.Weight32 = nil, nil, nil
}
