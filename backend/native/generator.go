package native

import "math/bits"

// generator computes the words of Philox that all lanes share; see package random. The
// counter is (step, entity, high, stream): the first three rounds mix only the
// entity's low word into what is known.
type generator struct {
	seed, step uint64
	entity     uint64 // of the first lane; all lanes must share its upper word
	keys       [14]uint32
	early      [3][2]uint32 // keys of the first rounds
}

const (
	bumpA = 0x9E3779B9
	bumpC = 0xBB67AE85
)

func (g *generator) begin(seed, step, entity uint64) {
	g.seed, g.step, g.entity = seed, step, entity
	k, l := uint32(seed), uint32(seed>>32)
	for round := range 10 {
		if round < 3 {
			g.early[round] = [2]uint32{k, l}
		} else {
			g.keys[2*(round-3)], g.keys[2*(round-3)+1] = k, l
		}
		k, l = k+bumpA, l+bumpC
	}
}

// stream computes the words of one stream.
func (g *generator) stream(stream uint32) (w [streamWords]uint32) {
	a, c, d := uint32(g.step), uint32(g.entity>>32)<<16|uint32(g.step>>32)&0xffff, stream<<8
	pHigh, pLow := bits.Mul32(philoxA, a)
	qHigh, qLow := bits.Mul32(philoxC, c)
	w[firstA] = qHigh ^ g.early[0][0] // a = entity ^ this
	b := qLow
	c, d = pHigh^d^g.early[0][1], pLow

	qHigh, qLow = bits.Mul32(philoxC, c)
	a = qHigh ^ b ^ g.early[1][0]
	b = qLow
	w[secondC] = d ^ g.early[1][1] // c = high ^ this, and d varies

	pHigh, pLow = bits.Mul32(philoxA, a)
	w[thirdA] = b ^ g.early[2][0]     // a = high ^ this, and b varies
	w[thirdC] = pHigh ^ g.early[2][1] // c = d ^ this
	w[fourthC] = pLow ^ g.keys[1]     // c = high ^ this in the fourth round
	return w
}
