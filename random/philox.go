package random

// The multipliers and key increments of Philox4x32 (Salmon et al. 2011, §3.3).
const (
	mul0  = 0xD2511F53
	mul1  = 0xCD9E8D57
	bump0 = 0x9E3779B9 // golden ratio
	bump1 = 0xBB67AE85 // √3 − 1
)

// philox encrypts the counter c under the key k with 10 rounds. Written out, they
// take half the time of a loop.
func philox(a, b, c, d, k, l uint32) (uint32, uint32, uint32, uint32) {
	a, b, c, d = round(a, b, c, d, k, l)
	a, b, c, d = round(a, b, c, d, k+bump0, l+bump1)
	a, b, c, d = round(a, b, c, d, k+2*bump0&mask, l+2*bump1&mask)
	a, b, c, d = round(a, b, c, d, k+3*bump0&mask, l+3*bump1&mask)
	a, b, c, d = round(a, b, c, d, k+4*bump0&mask, l+4*bump1&mask)
	a, b, c, d = round(a, b, c, d, k+5*bump0&mask, l+5*bump1&mask)
	a, b, c, d = round(a, b, c, d, k+6*bump0&mask, l+6*bump1&mask)
	a, b, c, d = round(a, b, c, d, k+7*bump0&mask, l+7*bump1&mask)
	a, b, c, d = round(a, b, c, d, k+8*bump0&mask, l+8*bump1&mask)
	return round(a, b, c, d, k+9*bump0&mask, l+9*bump1&mask)
}

const mask = 1<<32 - 1

func round(a, b, c, d, k, l uint32) (uint32, uint32, uint32, uint32) {
	p, q := mul0*uint64(a), mul1*uint64(c)
	return uint32(q>>32) ^ b ^ k, uint32(q), uint32(p>>32) ^ d ^ l, uint32(p)
}

// Block returns the 128 random bits of one counter. The key is the seed, low
// word first; the counter is
//
//	word 0  step, low 32 bits
//	word 1  entity, low 32 bits
//	word 2  entity bits 32–47 above step bits 32–47
//	word 3  stream above draw, which is below 256
func Block(seed, entity, step uint64, stream, draw uint32) [4]uint32 {
	a, b, c, d := block(seed, entity, step, stream, draw)
	return [4]uint32{a, b, c, d}
}

func block(seed, entity, step uint64, stream, draw uint32) (uint32, uint32, uint32, uint32) {
	high := uint32(entity>>32)<<16 | uint32(step>>32)&0xffff
	return philox(uint32(step), uint32(entity), high, stream<<8|draw, uint32(seed), uint32(seed>>32))
}

// pair returns the block as two 64-bit words, each with the earlier half on top.
func pair(seed, entity, step uint64, stream, draw uint32) (uint64, uint64) {
	a, b, c, d := block(seed, entity, step, stream, draw)
	return uint64(a)<<32 | uint64(b), uint64(c)<<32 | uint64(d)
}

// unit maps 64 bits to (k+½)·2⁻⁵², k the upper 52 of them: exact, symmetric
// about ½, and never 0 or 1. (With 53 bits, k+½ would round, at the end to 1.)
func unit(bits uint64) float64 {
	return (float64(bits>>12) + 0.5) * 0x1p-52
}
