package native

// The polynomials below interpolate at the zeros of Chebyshev polynomials, computed with
// 300 bits; the errors are relative to the whole function. Highest powers first.

// (eʳ − 1 − r − r²/2)/r³.
var (
	// |r| ≤ ln 2/32: the whole is within 2.6e-15 of eʳ − 1, which is at most 0.022.
	expTail = []float64{0x1.6c1789bd8d14cp-10, 0x1.1111d9629664bp-7, 0x1.555555553d397p-5, 0x1.55555555251d8p-3}
	// |r| ≤ ln 2/32: within 3.5e-18.
	expm1Tail = []float64{0x1.a01ae0337cb49p-13, 0x1.6c17bbd1f560ap-10, 0x1.11111110f6476p-7, 0x1.55555555190f9p-5, 0x1.5555555555555p-3}
	// |r| ≤ ln 2/2: within 7.4e-17, 9.8e-19, and for float32 4.5e-8 and 1e-9.
	expLong     = []float64{0x1.af23c2d42b84dp-26, 0x1.288088c0e67a5p-22, 0x1.71de17c442068p-19, 0x1.a019c971b4d98p-16, 0x1.a01a01a4b9826p-13, 0x1.6c16c1739a511p-10, 0x1.1111111110e65p-7, 0x1.5555555554ca7p-5, 0x1.5555555555555p-3}
	expm1Long   = []float64{0x1.1f6717774d5e0p-29, 0x1.af390ba7e6f47p-26, 0x1.27e4e1dcf773bp-22, 0x1.71de0d85293b8p-19, 0x1.a01a01a48116fp-16, 0x1.a01a01a7cebcdp-13, 0x1.6c16c16c167dap-10, 0x1.11111111109a6p-7, 0x1.5555555555555p-5, 0x1.5555555555556p-3}
	expSingle   = []float64{0x1.6cdf4ep-10, 0x1.11d9aep-7, 0x1.55553ep-5, 0x1.555526p-3}
	expm1Single = []float64{0x1.a0f8d4p-13, 0x1.6d117cp-10, 0x1.1110f6p-7, 0x1.555518p-5, 0x1.555556p-3}
)

// (eʸ − 1)/y of y + 1.25, −2.5 ≤ y ≤ 0: within 1.5e-16.
var exprelMiddle = []float64{0x1.113d9451733e2p-42, 0x1.0251ddf956322p-38, 0x1.bc00579dd031ap-35, 0x1.6b685776b7d21p-31, 0x1.1304ef19f737cp-27, 0x1.7e12cf21abf8bp-24, 0x1.e39321173bb99p-21, 0x1.14359ff2d49e9p-17, 0x1.199682bb46173p-14, 0x1.f93fc3ce106dep-12, 0x1.87e282ce13cbcp-9, 0x1.00d1bc11f648cp-6, 0x1.13d7e26760cefp-4, 0x1.d1c870f34206fp-3, 0x1.243f650557647p-1}

// (x/(eˣ − 1) − 1 + x/2)/x² of x², |x| ≤ ¼: within 1.8e-16 of the whole.
var linoidSeries = []float64{-0x1.ba7197995582cp-21, 0x1.156673de6fd47p-15, -0x1.6c16c16680930p-10, 0x1.55555555554a3p-4}

// (ln((1+s)/(1−s)) − 2s)/s³ of s², |s| ≤ 0.2: within 5.2e-19 and 8.2e-11.
var (
	logLong   = []float64{0x1.16b68338bd78bp-3, 0x1.0e88ea4725d3dp-3, 0x1.3b29fcbbce66dp-3, 0x1.745cab2727663p-3, 0x1.c71c72e2f78d5p-3, 0x1.24924923dba6ap-2, 0x1.9999999999f30p-2, 0x1.5555555555555p-1}
	logSingle = []float64{0x1.e66d70p-3, 0x1.242c5ap-2, 0x1.999a6cp-2, 0x1.555556p-1}
)

// (sin(x)/x − 1)/x² and (cos x − 1 + x²/2)/x⁴ of x², |x| ≤ π/4: within 1.3e-17 and 1.2e-8.
var (
	sinLong   = []float64{0x1.5e098556d302ep-33, -0x1.ae60069e53ef1p-26, 0x1.71de379252004p-19, -0x1.a01a019e80693p-13, 0x1.1111111110ba5p-7, -0x1.5555555555555p-3}
	cosLong   = []float64{-0x1.907c0e63adbb6p-37, 0x1.1eeb66b683028p-29, -0x1.27e4fa15bd814p-22, 0x1.a01a019f4d0edp-16, -0x1.6c16c16c16960p-10, 0x1.5555555555555p-5}
	sinSingle = []float64{0x1.6dbbeep-19, -0x1.a013a2p-13, 0x1.11110ep-7, -0x1.555556p-3}
	cosSingle = []float64{-0x1.2522e6p-22, 0x1.a015c0p-16, -0x1.6c16c0p-10, 0x1.555556p-5}
)

// sin(2πs)/s of s², |s| ≤ ¼: within 2.1e-19 and 1.7e-11 of 2π.
var (
	turnLong   = []float64{0x1.9d462020fcc78p-4, -0x1.6f7acdb8f6580p-1, 0x1.e8f3675ee37ddp+1, -0x1.e3074dfaf87afp+3, 0x1.5078348551854p+5, -0x1.32d2cce627c86p+6, 0x1.466bc6775aa7dp+6, -0x1.4abbce625be52p+5, 0x1.921fb54442d18p+2}
	turnSingle = []float64{-0x1.cc9b60p+3, 0x1.501408p+5, -0x1.32d12ep+6, 0x1.466bc0p+6, -0x1.4abbcep+5, 0x1.921fb6p+2}
)

// π/2 in three parts, each cut off, so that all are positive and −0 stays.
var (
	halfPiLong   = [3]float64{0x1.921fb54442d18p+0, 0x1.1a62633145c06p-54, 0x1.c1cd129024e08p-107}
	halfPiSingle = [3]float64{0x1.921fb40000000p+0, 0x1.4442d00000000p-24, 0x1.8469880000000p-48}
)

// ln 2 in two parts; products of the first with exponents are exact.
var (
	ln2Long   = [2]float64{0x1.62e42fefa0000p-1, 0x1.cf79abc9e3b3ap-40}
	ln2Single = [2]float64{0x1.62e4p-1, 0x1.7f7d1cp-20}
)

const perLn2 = 0x1.71547652b82fep0

// lessPerLn2 finds k < 1024 for all finite eˣ, so that 2ᵏ is finite too. For the largest x, |r| is twice
// what it is else, and the polynomial of expm1 is wrong by up to 2 units in the last place.
const lessPerLn2 = perLn2 * (1 - 0x1.01p-15)

// 2^(j/16), and by which part of each the rounded value is too small.
var (
	powers = [16]float64{
		0x1.0000000000000p+0, 0x1.0b5586cf9890fp+0, 0x1.172b83c7d517bp+0, 0x1.2387a6e756238p+0,
		0x1.306fe0a31b715p+0, 0x1.3dea64c123422p+0, 0x1.4bfdad5362a27p+0, 0x1.5ab07dd485429p+0,
		0x1.6a09e667f3bcdp+0, 0x1.7a11473eb0187p+0, 0x1.8ace5422aa0dbp+0, 0x1.9c49182a3f090p+0,
		0x1.ae89f995ad3adp+0, 0x1.c199bdd85529cp+0, 0x1.d5818dcfba487p+0, 0x1.ea4afa2a490dap+0,
	}
	powerTails = [16]float64{
		0, 0x1.79aa65d837b6cp-54, -0x1.01b15eaa59348p-55, 0x1.68efde3a8a893p-54,
		0x1.34d754db0abb6p-55, 0x1.59f48a72a4c6cp-55, 0x1.690cebb7aafb0p-56, 0x1.063e1e21c5409p-54,
		-0x1.3b3efbf5e2229p-54, -0x1.b32dcb94da51dp-56, 0x1.db72fc1f0eab4p-55, 0x1.1affc2b91ce27p-56,
		0x1.c1a7792cb3386p-55, 0x1.36eae30af0cb3p-56, 0x1.4a385a63d07a7p-56, -0x1.ff7128fd391f1p-55,
	}
)

// kind is the numbers of an element type.
type kind struct {
	magic       float64 // 1.5·2^digits: added, it leaves a whole number in the low bits
	digits      uint64
	bias        uint64
	ln2, pi     []float64
	exp, expm1  []float64
	log         []float64
	sin, cos    []float64
	turn        []float64
	low, high   float64 // beyond which eˣ is 0 or infinite
	least       float64 // below which eˣ − 1 is −1
	largest     float64
	mantissa    uint64
	threeFourth uint64 // bits of 0.75
	split       uint64 // what added to the bits of x carries into the exponent from 1.5 on
}

var double = kind{
	magic: 0x1.8p52, digits: 52, bias: 1023, ln2: ln2Long[:], pi: halfPiLong[:], exp: expLong, expm1: expm1Long,
	log: logLong, sin: sinLong, cos: cosLong, turn: turnLong, low: -746, high: 709.79, least: -45,
	largest: 0x1.fffffffffffffp1023, mantissa: 1<<52 - 1, threeFourth: 0x3fe8 << 48, split: 1 << 51,
}

var single = kind{
	magic: 0x1.8p23, digits: 23, bias: 127, ln2: ln2Single[:], pi: halfPiSingle[:], exp: expSingle, expm1: expm1Single,
	log: logSingle, sin: sinSingle, cos: cosSingle, turn: turnSingle, low: -105, high: 88.8, least: -20,
	largest: 0x1.fffffep127, mantissa: 1<<23 - 1, threeFourth: 0x3f40 << 16, split: 1 << 22,
}

func (t target) kind() *kind {
	if t.single {
		return &single
	}
	return &double
}
