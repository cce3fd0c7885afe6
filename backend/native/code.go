package native

import "github.com/cajal-sim/cajal/backend/native/x86"

// code is a vector operation, of which an instruction does one or more.
type code uint8

const (
	// Leaves, read from memory wherever they are needed.
	constant    code = iota // imm: bits of the element
	vectorConst             // imm: index into vectorConstants
	param                   // imm: place among the numbers of the call
	paramMask               // a uniform mask
	paramVector             // a vector among the numbers of the call
	load                    // imm: pointer to the elements of the lanes
	loadIndex               // imm: pointer to the index of each lane
	given                   // imm: slot of the spill memory that holds it from the start

	add
	sub
	mul
	div
	minimum // B where either is NaN
	maximum // B where either is NaN
	and
	andNot // ¬A ∧ B
	or
	xor
	scalef  // A·2^⌊B⌋
	rangeOf // imm says of what
	addInt
	mulLow  // product of the low 32 bits of 64
	quarter // two quarters of A below two of B, by imm

	sqrt
	round // imm: to what
	getExp
	getMant
	inverseRoot // to 14 bits
	convert     // whole number of 32 bits to float32

	shiftLeft // of elements, by imm bits
	shiftRight
	shiftLeft64 // of 64 bits whatever the element
	shiftRight64

	fma  // A·B + C
	fnma // C − A·B
	fms  // A·B − C

	permute2 // element A (by its low bits) of vectors B and C together
	fixup    // A, or what table C says of the class of B
	ternary  // bits of A, B and C by the truth table imm

	compare // imm: predicate
	signs   // mask of the signs
	maskAnd
	maskOr
	maskNot
	choose // B where A, else C

	gather     // pointer imm at the indices A
	position   // the place of each vector in the call, in all lanes
	laneList   // imm: pointer to the numbers of lanes, as integers of the element's size
	amend      // A, but exprel of B in lanes where C says that it is beyond exprelNear's bounds
	count      // how many entries of the sorted table at pointer imm A exceeds
	countWords // how many entries of a sorted table the words A above B reach (float32, AVX-512)

	store // A to pointer imm
	mark  // A to pointer imm where B, which is nowhere in nearly all vectors
	leave // A to slot imm of the spill memory
	spike // record the places where A

	numCodes
)

// form is how an operation becomes instructions.
type form uint8

const (
	leaf form = iota
	dyadic
	unary
	shifted
	fused
	merged // the first operand is overwritten
	compared
	masked // of masks
	chosen
	amended // the first operand is overwritten, if need be
	special // several instructions, spelt out by the encoder
	effect  // no result
)

// codeInfo is how an operation is compiled. The float32 form of an instruction follows
// the float64 form.
type codeInfo struct {
	name         string
	args         int
	form         form
	wide, narrow x86.Op
	commutes     bool
	untyped      bool // the same instruction for all elements
	mask         bool // yields a mask
	latency      uint8
}

var codes = [numCodes]codeInfo{
	constant:    {name: "const"},
	vectorConst: {name: "vector"},
	param:       {name: "param"},
	paramMask:   {name: "param mask", mask: true},
	paramVector: {name: "param vector"},
	load:        {name: "load"},
	loadIndex:   {name: "index"},
	given:       {name: "given"},

	add:     {"add", 2, dyadic, x86.VADDPD, x86.VADDPD, true, false, false, 4},
	sub:     {"sub", 2, dyadic, x86.VSUBPD, x86.VSUBPD, false, false, false, 4},
	mul:     {"mul", 2, dyadic, x86.VMULPD, x86.VMULPD, true, false, false, 4},
	div:     {"div", 2, dyadic, x86.VDIVPD, x86.VDIVPD, false, false, false, 20},
	minimum: {"min", 2, dyadic, x86.VMINPD, x86.VMINPD, false, false, false, 4},
	maximum: {"max", 2, dyadic, x86.VMAXPD, x86.VMAXPD, false, false, false, 4},
	and:     {"and", 2, dyadic, x86.VANDPD, x86.VANDPD, true, false, false, 1},
	andNot:  {"andn", 2, dyadic, x86.VANDNPD, x86.VANDNPD, false, false, false, 1},
	or:      {"or", 2, dyadic, x86.VORPD, x86.VORPD, true, false, false, 1},
	xor:     {"xor", 2, dyadic, x86.VXORPD, x86.VXORPD, true, false, false, 1},
	scalef:  {"scalef", 2, dyadic, x86.VSCALEFPD, x86.VSCALEFPD, false, false, false, 6},
	rangeOf: {"range", 2, dyadic, x86.VRANGEPD, x86.VRANGEPD, false, false, false, 4},
	addInt:  {"addi", 2, dyadic, x86.VPADDQ, x86.VPADDQ, true, false, false, 1},
	mulLow:  {"mul32", 2, dyadic, x86.VPMULUDQ, x86.VPMULUDQ, true, true, false, 5},
	quarter: {"quarters", 2, dyadic, x86.VSHUFF64X2, x86.VSHUFF64X2, false, false, false, 3},

	sqrt:        {"sqrt", 1, unary, x86.VSQRTPD, x86.VSQRTPD, false, false, false, 24},
	round:       {"round", 1, unary, x86.VRNDSCALEPD, x86.VROUNDPD, false, false, false, 8},
	getExp:      {"getexp", 1, unary, x86.VGETEXPPD, x86.VGETEXPPD, false, false, false, 4},
	getMant:     {"getmant", 1, unary, x86.VGETMANTPD, x86.VGETMANTPD, false, false, false, 4},
	inverseRoot: {"rsqrt14", 1, unary, x86.VRSQRT14PD, x86.VRSQRT14PD, false, false, false, 6},

	convert: {"convert", 1, unary, x86.VCVTDQ2PS, x86.VCVTDQ2PS, false, true, false, 4},

	shiftLeft:    {"shl", 1, shifted, x86.VPSLLQ, x86.VPSLLQ, false, false, false, 1},
	shiftRight:   {"shr", 1, shifted, x86.VPSRLQ, x86.VPSRLQ, false, false, false, 1},
	shiftLeft64:  {"shl64", 1, shifted, x86.VPSLLQ, x86.VPSLLQ, false, true, false, 1},
	shiftRight64: {"shr64", 1, shifted, x86.VPSRLQ, x86.VPSRLQ, false, true, false, 1},

	fma:  {"fma", 3, fused, x86.VFMADD132PD, x86.VFMADD132PD, true, false, false, 4},
	fnma: {"fnma", 3, fused, x86.VFNMADD132PD, x86.VFNMADD132PD, true, false, false, 4},
	fms:  {"fms", 3, fused, x86.VFMSUB132PD, x86.VFMSUB132PD, true, false, false, 4},

	permute2: {"perm2", 3, merged, x86.VPERMI2PD, x86.VPERMI2PD, false, false, false, 3},
	fixup:    {"fixup", 3, merged, x86.VFIXUPIMMPD, x86.VFIXUPIMMPD, false, false, false, 4},
	ternary:  {"ternary", 3, merged, x86.VPTERNLOGQ, x86.VPTERNLOGQ, false, false, false, 1},

	compare: {"compare", 2, compared, x86.VCMPPD, x86.VCMPPDV, false, false, true, 4},
	signs:   {"signs", 1, compared, x86.VPMOVQ2M, x86.VPMOVQ2M, false, false, true, 3},
	maskAnd: {"kand", 2, masked, x86.KANDW, x86.KANDW, true, true, true, 1},
	maskOr:  {"kor", 2, masked, x86.KORW, x86.KORW, true, true, true, 1},
	maskNot: {"knot", 1, masked, x86.KNOTW, x86.KNOTW, false, true, true, 1},
	choose:  {"choose", 3, chosen, x86.VBLENDMPD, x86.VBLENDVPD, false, false, false, 2},

	amend: {"amend", 3, amended, x86.VCMPPD, x86.VCMPPD, false, false, false, 1},

	gather:     {name: "gather", args: 1, form: special, latency: 20},
	position:   {name: "position", form: special, latency: 4},
	laneList:   {name: "lanes", form: special, latency: 8},
	count:      {name: "count", args: 1, form: special, latency: 30},
	countWords: {name: "count words", args: 2, form: special, latency: 40},

	store: {name: "store", args: 1, form: effect},
	mark:  {name: "mark", args: 2, form: effect},
	leave: {name: "leave", args: 1, form: effect},
	spike: {name: "spike", args: 1, form: effect},
}

// String is the operation's name in listings.
func (c code) String() string { return codes[c].name }

// instruction is the operation's for a target.
func (c code) instruction(t target) x86.Op {
	i := &codes[c]
	op := i.wide
	if !t.wide() {
		op = i.narrow
	}
	if t.single && !i.untyped {
		op++
	}
	return op
}

// changesMore reports whether the instructions of an operation change a register besides its result's.
func (t target) changesMore(c code) bool {
	return c == count || !t.wide() && c == gather || t.wide() && c == spike
}

// predicates of compare: ordered, not signalling; true of NaN where said so.
const (
	equal          = 0x00
	less           = 0x11
	lessOrEqual    = 0x12
	unordered      = 0x03
	greater        = 0x1e
	ordered        = 0x07
	greaterOrEqual = 0x1d

	opposite = 0x04 // added to one, or taken away, makes it hold where it did not
)

// down makes round round towards −∞, without a flag.
const (
	down = 0x09
)
