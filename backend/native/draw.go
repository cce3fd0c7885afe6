package native

import (
	"math"
	"math/bits"

	"github.com/cajal-sim/cajal/random"
)

// The words of a block of random numbers that are the same for all lanes of a call are
// computed in Go (see [generator]); of the ten rounds of Philox, seven and a half
// remain. Each word of 32 bits has an element; with float64, what stands above
// its 32 bits is of no account.

// stream words: see generator.stream.
const (
	firstA  = iota // Round 1: A = entity ^ firstA
	secondC        // Round 2: C = high ^ secondC
	thirdA         // Round 3: A = high ^ thirdA
	thirdC         // Round 3: C = D ^ thirdC
	fourthC        // Round 4: C = high ^ fourthC
	streamWords
)

const (
	philoxA = 0xD2511F53
	philoxC = 0xCD9E8D57
)

// words are the four words of a counter between rounds.
type words struct{ a, b, c, d ref }

// entity is the low word of the number that each lane's draws go by.
func (l *lowering) entity() ref {
	if l.listed {
		base := l.leaf(param, l.b.number(number{kind: keyWord, n: entityKey}))
		return l.op2(addInt, l.lane(laneList, l.b.pointer(laneNumbers, 0)), base)
	}
	return l.op2(addInt, l.leaf(position, 0), l.leaf(paramVector, l.b.number(number{kind: entityLanes, n: l.copy})))
}

func (l *lowering) streamWord(stream uint32, n int) ref {
	return l.leaf(param, l.b.number(number{kind: streamWord, n: n, stream: int(stream)}))
}

func (l *lowering) keyWord(n int) ref {
	return l.leaf(param, l.b.number(number{kind: keyWord, n: n}))
}

// keys: two for each round from the fourth on, and the entity of lane 0.
func keyOfRound(round, half int) int { return 2*(round-4) + half }

const entityKey = 14

// firsts is the entities of the block's lanes that are first of two partners, as many as a vector has, from
// that of a vector on.
func (l *lowering) firsts(vector int) ref {
	if !l.listed {
		return l.leaf(paramVector, l.b.number(number{kind: firstLanes, n: vector}))
	}
	lanes := make([]uint64, l.lanes())
	fillFrom(lanes, uint32(vector*l.lanes()), firstLanes)
	return l.op2(addInt, l.vector(lanes), l.leaf(param, l.b.number(number{kind: keyWord, n: entityKey})))
}

// block runs the rounds for the draws of a stream by an entity in each lane. Of the last round, only what is
// asked for is computed: equal nodes are one, and unused ones vanish.
func (l *lowering) block(entity ref, stream uint32) words {
	a := l.op2(xor, entity, l.streamWord(stream, firstA))
	high, low := l.multiply(a, philoxA)
	c := l.op2(xor, high, l.streamWord(stream, secondC))
	d := low
	high, low = l.multiply(c, philoxC)
	w := words{
		a: l.op2(xor, high, l.streamWord(stream, thirdA)), b: low,
		c: l.op2(xor, d, l.streamWord(stream, thirdC)),
	}
	highA, lowA := l.multiply(w.a, philoxA)
	highC, lowC := l.multiply(w.c, philoxC)
	w = words{
		a: l.xor3(highC, w.b, l.keyWord(keyOfRound(4, 0))), b: lowC,
		c: l.op2(xor, highA, l.streamWord(stream, fourthC)), d: lowA,
	}
	for round := 5; round <= 10; round++ {
		highA, lowA := l.multiply(w.a, philoxA)
		highC, lowC := l.multiply(w.c, philoxC)
		w = words{
			a: l.xor3(highC, w.b, l.keyWord(keyOfRound(round, 0))), b: lowC,
			c: l.xor3(highA, w.d, l.keyWord(keyOfRound(round, 1))), d: lowA,
		}
	}
	return w
}

// multiply returns the halves of the product of a word with a constant.
func (l *lowering) multiply(x ref, by uint64) (high, low ref) {
	if !l.single {
		p := l.op2(mulLow, x, l.bits(by))
		return l.imm1(shiftRight, p, 32), p
	}
	even := l.op2(mulLow, x, l.bits(by))
	odd := l.op2(mulLow, l.imm1(shiftRight64, x, 32), l.bits(by))
	return l.interleave(l.imm1(shiftRight64, even, 32), odd), l.interleave(even, l.imm1(shiftLeft64, odd, 32))
}

// interleave takes the words of even lanes from x and those of odd ones from y.
func (l *lowering) interleave(x, y ref) ref {
	mask := make([]uint64, l.lanes())
	for i := range mask {
		mask[i] = uint64(i) % 2 * 0xffffffff
	}
	m := l.vector(mask)
	if l.wide() {
		const secondWhereThird = 0xd8
		return l.put(ternary, x, y, m, secondWhereThird)
	}
	return l.op2(or, l.op2(andNot, m, x), l.op2(and, y, m))
}

func (l *lowering) xor3(x, y, z ref) ref {
	if l.wide() {
		const parity = 0x96
		return l.put(ternary, x, y, z, parity)
	}
	return l.op2(xor, l.op2(xor, x, y), z)
}

// unit makes a number in (0, 1) of two words, as random.Uniform does.
func (l *lowering) unit(high, low ref) ref {
	if l.single {
		mantissa := l.op2(or, l.imm1(shiftRight, high, 9), l.bits(0x3f800000))
		return l.sub(mantissa, l.number(1-0x1p-24))
	}
	var joined ref
	if l.wide() {
		joined = l.put(ternary, l.imm1(shiftLeft, high, 32), low, l.bits(0xffffffff), firstOrSecondAndThird)
	} else {
		joined = l.op2(or, l.imm1(shiftLeft, high, 32), l.op2(and, low, l.bits(0xffffffff)))
	}
	mantissa := l.op2(or, l.imm1(shiftRight, joined, 12), l.bits(0x3ff<<52))
	return l.sub(mantissa, l.number(1-0x1p-53))
}

func (l *lowering) uniformNumber(stream uint32) ref {
	return l.unit(l.half(stream))
}

// group is the fewest lanes that hold the partners of each.
const group = 2 * random.Partner

// half is the two words of each lane of the block that it shares with its partner.
func (l *lowering) half(stream uint32) (high, low ref) {
	if l.grouped {
		return l.halfOfGroup(stream)
	}
	e := l.entity()
	w := l.block(l.op2(and, e, l.bits(l.elementMask()&^random.Partner)), stream)
	sign := 8*l.elementBytes() - 1
	second := l.signMask(l.imm1(shiftLeft, e, uint64(sign-bits.TrailingZeros(random.Partner))))
	return l.choose(second, w.c, w.a), l.choose(second, w.d, w.b)
}

// halfOfGroup is the same where lanes are consecutive and the first begins a group. Partners lie in two vectors,
// which share the rounds; or in one, and then two vectors are made of the halves of one block each.
func (l *lowering) halfOfGroup(stream uint32) (high, low ref) {
	apart := max(random.Partner/l.lanes(), 1) // vectors
	w := l.block(l.op2(addInt, l.leaf(position, 0), l.firsts(l.copy&^apart)), stream)
	second := l.copy&apart != 0
	switch {
	case l.lanes() > random.Partner:
		const lower, upper = 0x44, 0xee
		quarters := uint64(lower)
		if second {
			quarters = upper
		}
		return l.imm2(quarter, w.a, w.c, quarters), l.imm2(quarter, w.b, w.d, quarters)
	case second:
		return w.c, w.d
	}
	return w.a, w.b
}

// poisson counts the entries of a cumulative distribution that a uniform number exceeds. The
// number of float32 kernels is that of float64, which its words stand for.
func (l *lowering) poisson(stream uint32, table uint64) ref {
	if !l.single {
		return l.imm1(count, l.uniformNumber(stream), table)
	}
	high, low := l.half(stream)
	return l.imm2(countWords, high, l.op2(and, low, l.bits(0xfffff000)), table)
}

// normal is √(−2 ln u)·cos 2πv.
func (l *lowering) normal(stream uint32) ref {
	w := l.block(l.entity(), stream)
	var logarithm, turn ref
	if l.single {
		logarithm = l.logOfWords(w.a, w.b)
		turn = l.fromWord(w.c, 0x1p-32) // 2π does not care for whole turns
	} else {
		logarithm = l.logOfUnit(l.unit(w.a, w.b))
		turn = l.sub(l.unit(w.c, w.d), l.number(0.5))
	}
	return l.mul(l.ordinaryRoot(l.mul(logarithm, l.number(-2))), l.cosTurn(turn))
}

// ordinaryRoot is √x of a positive number of ordinary size. The processor's takes longer than
// all else of a normal number; an estimate with steps of Newton's is within a unit
// in the last place.
func (l *lowering) ordinaryRoot(x ref) ref {
	if !l.wide() {
		return l.op1(sqrt, x)
	}
	half := l.number(0.5)
	y := l.op1(inverseRoot, x)
	root, h := l.mul(x, y), l.mul(y, half)
	rest := l.fnma(root, h, half)
	root = l.fma(root, rest, root)
	if !l.single {
		h = l.fma(h, rest, h)
		root = l.fma(root, l.fnma(root, h, half), root)
	}
	return root
}

// logOfUnit is ln u for u in (0, 1), which is never special.
func (l *lowering) logOfUnit(u ref) ref {
	var m, e ref
	if l.wide() {
		m, e = l.split(u)
	} else {
		m, e = l.splitNormal(u)
	}
	return l.logOf(l.sub(m, l.number(1)), e)
}

// splitNormal is split for positive, normal numbers.
func (l *lowering) splitNormal(x ref) (m, e ref) {
	k := l.kind()
	shifted := l.op2(addInt, x, l.bits(k.split))
	m = l.op2(addInt, l.op2(and, shifted, l.bits(k.mantissa)), l.bits(k.threeFourth))
	power := math.Ldexp(1, int(k.digits))
	biased := l.op2(or, l.imm1(shiftRight, shifted, k.digits), l.number(power))
	return m, l.sub(biased, l.number(power+float64(k.bias)))
}

// fromWord is the signed number of 32 bits x, times scale.
func (l *lowering) fromWord(x ref, scale float64) ref {
	return l.mul(l.op1(convert, x), l.number(scale))
}

// logOfWords is ln u of a number whose digits float32 cannot hold: near 1 by 1 − u, which
// is the complement of the words.
func (l *lowering) logOfWords(high, low ref) ref {
	near := l.signMask(l.op2(and, high, l.imm1(shiftLeft, high, 1))) // u ≥ ¾
	flip := l.choose(near, l.allBits(), l.number(0))
	x, y := l.op2(xor, high, flip), l.op2(xor, low, flip)
	y = l.op2(and, y, l.bits(0xfffff000)) // the generator keeps 52 bits
	d := l.fma(l.fromHalves(x), l.number(0x1p-32), l.mul(l.fromHalves(y), l.number(0x1p-64)))
	d = l.add(d, l.number(0x1p-53)) // and the half digit below them
	m, e := l.splitNormal(d)
	f := l.choose(near, l.neg(d), l.sub(m, l.number(1)))
	return l.logOf(f, l.choose(near, l.number(0), e))
}

// fromHalves is the number without a sign of 32 bits, by its halves of 16.
func (l *lowering) fromHalves(x ref) ref {
	upper := l.op1(convert, l.imm1(shiftRight, x, 16))
	lower := l.op1(convert, l.op2(and, x, l.bits(0xffff)))
	return l.fma(upper, l.number(65536), lower)
}

// cosTurn is cos 2πt for |t| ≤ ½ + 1: with t less its whole turns, −sin 2π(|t| − ¼).
// (Of t = v − ½ the cosine is that of v with the other sign.)
func (l *lowering) cosTurn(t ref) ref {
	s := l.sub(l.abs(t), l.number(0.25))
	y := l.mul(s, l.horner(l.kind().turn, l.mul(s, s)))
	if l.single {
		return l.neg(y)
	}
	return y
}
