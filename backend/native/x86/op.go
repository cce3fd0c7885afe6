package x86

// Op is an instruction.
type Op uint8

// The instructions, by the names of the Go assembler. PD works on float64, PS on float32.
const (
	VADDPD Op = iota
	VADDPS
	VSUBPD
	VSUBPS
	VMULPD
	VMULPS
	VDIVPD
	VDIVPS
	VMINPD
	VMINPS
	VMAXPD
	VMAXPS
	VSQRTPD
	VSQRTPS
	VANDPD
	VANDPS
	VANDNPD
	VANDNPS
	VORPD
	VORPS
	VXORPD
	VXORPS

	// Dst = Dst·RM + V (132), V·Dst + RM (213), V·RM + Dst (231); N negates the product.
	VFMADD132PD
	VFMADD132PS
	VFMADD213PD
	VFMADD213PS
	VFMADD231PD
	VFMADD231PS
	VFMSUB132PD
	VFMSUB132PS
	VFMSUB213PD
	VFMSUB213PS
	VFMSUB231PD
	VFMSUB231PS
	VFNMADD132PD
	VFNMADD132PS
	VFNMADD213PD
	VFNMADD213PS
	VFNMADD231PD
	VFNMADD231PS

	VMOVUPD      // load
	VMOVUPS      // load
	VMOVUPDStore // Reg to memory
	VMOVUPSStore
	VMOVAPD // register to register: RM ← Reg, as the Go assembler has it
	VMOVAPS
	VBROADCASTSD
	VBROADCASTSS

	VROUNDPD // AVX2 only
	VROUNDPS
	VRNDSCALEPD
	VRNDSCALEPS
	VSCALEFPD
	VSCALEFPS
	VGETEXPPD
	VGETEXPPS
	VGETMANTPD
	VGETMANTPS
	VRANGEPD
	VRANGEPS
	VFIXUPIMMPD
	VFIXUPIMMPS
	VCVTDQ2PS
	VRCP14PD
	VRCP14PS
	VRSQRT14PD
	VRSQRT14PS
	VPERMI2PD
	VPERMI2PS
	VPERMPD    // element V (by its low bits) of RM
	VSHUFF64X2 // quarters of V below those of RM
	VSHUFF32X4

	VPTERNLOGQ
	VPTERNLOGD
	VPADDQ
	VPADDD
	VPSUBQ
	VPSUBD
	VPMULUDQ
	VPSLLQ
	VPSLLD
	VPSRLQ
	VPSRLD
	VPCMPEQD // AVX2 only

	VCMPPD // into a mask register (AVX-512)
	VCMPPS
	VPCMPUD // of words without a sign
	VCMPPDV // into a vector (AVX2)
	VCMPPSV
	VBLENDMPD // K chooses RM, else V
	VBLENDMPS
	VBLENDVPD // AVX2: the sign of register Imm>>4 chooses RM, else V
	VBLENDVPS
	VPMOVQ2M // signs into a mask register
	VPMOVD2M
	VMOVMSKPD // AVX2: signs into a general register
	VMOVMSKPS

	VPMOVSXDQ
	VPBROADCASTQGPR // from a general register (AVX-512)
	VPBROADCASTDGPR
	VMOVQGPR // general register to the low lane of a vector
	VMOVDGPR
	VPBROADCASTQ // low lane of RM
	VPBROADCASTD
	VPCOMPRESSD // the lanes of Reg in K, together
	VGATHERDPD  // Mem.Index is a vector
	VGATHERDPS

	KANDW
	KORW
	KXNORW
	KNOTW
	KMOVW      // mask or memory to mask
	KMOVWStore // mask to memory
	KMOVWGPR   // mask to general register
	KMOVBGPR   // 8 bits of it
	KORTESTW

	numOps
)

// layout says which fields of an instruction are operands.
type layout uint8

const (
	rvm   layout = iota // Reg ← V, RM
	rm                  // Reg ← RM
	store               // RM ← Reg
	shift               // V ← RM shifted; Reg holds the digit of the opcode
	gathr               // Reg ← gather
)

// space is the instruction's encoding space.
type space uint8

const (
	both     space = iota // EVEX for 512 bits, VEX for fewer
	vexOnly               // of AVX2 only
	evexOnly              // of AVX-512 only
	kmask                 // VEX of mask registers, without lengths
)

// scale is what EVEX multiplies an 8-bit displacement by.
type scale uint8

const (
	full    scale = iota // the vector, or the element where it is broadcast
	element              // the element
	half                 // half the vector
)

// info is what the encoder knows of an instruction.
type info struct {
	name   string
	space  space
	layout layout
	mapp   byte // 1: 0F, 2: 0F38, 3: 0F3A
	pp     byte // 0: none, 1: 66, 2: F3, 3: F2
	w      byte // W of EVEX; of VEX where vexW is set
	vexW   bool
	code   byte
	digit  byte // of shifts
	imm    bool
	scale  scale
	kl     byte // L of mask instructions
}

// bytes is the size of an element.
func (i *info) bytes() int32 { return 4 << i.w }

// String is the name of the Go assembler.
func (o Op) String() string { return table[o].name }
