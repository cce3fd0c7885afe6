package spike

import "github.com/cajal-sim/cajal/pool"

// Pack prepares a table of several delays for an [Inflow]: it counts how many synapses
// of a row have each, and puts target, delay and weight of a synapse together. A table
// that is not packed is delivered as well, if slower.
func (t *Table) Pack(p *pool.Pool) {
	if !t.spreads() {
		return
	}
	p.Do(len(t.Blocks), func(i int) {
		if b := &t.Blocks[i]; b.Row != nil && b.countDelays(len(t.Delays)) {
			b.pack()
		}
	})
}

// pack leaves what lies beyond the last synapse readable, see room.
func (b *Block) pack() {
	if b.Weight32 == nil {
		b.Target = append(Array[uint16](len(b.Target) + room/2)[:0], b.Target...)
		return
	}
	b.Packed = Array[Synapse](len(b.Target) + room/8)[:len(b.Target)]
	for k := range b.Packed {
		b.Packed[k] = Synapse{b.Target[k], b.Delay[k], b.Weight32[k]}
	}
	b.Target, b.Delay, b.Weight32 = nil, nil, nil
}
