package ir

// Op is what a node computes. Arguments are the nodes A, B and C, in that order.
type Op uint8

// The operations. Comparisons and logic yield masks; every other operation
// yields a number. Select takes its mask from A.
const (
	Const Op = iota // Imm
	Load            // the symbol Slot at this lane

	Neg
	Abs
	Floor
	Sqrt
	Exp
	Expm1
	Log
	Log1p
	Sin
	Cos
	Tanh
	Erf
	Linoid // A/(e^A − 1), smooth through 0 where it is 1
	Exprel // (e^A − 1)/A, smooth through 0 where it is 1

	Add
	Sub
	Mul
	Div
	Min
	Max
	Pow
	LinoidExp // Linoid of A, finite, where B = e^A is there already

	Less      // A < B
	LessEqual // A ≤ B
	Equal     // A = B
	And
	Or
	Not
	Spike  // A > 0, a threshold crossing: as Less(0, A), but differentiated with a surrogate
	Select // B where A holds, else C

	// Random numbers, functions of (seed, entity, stream Slot, step) alone.
	Normal  // standard normal
	Uniform // uniform in (0, 1)
	Poisson // Poisson count of mean A

	// Expm is entry (Row, Col) = divmod(Imm, N) of the exponential of matrix Slot.
	Expm

	// Surrogate is the derivative used for Spike at distance A from threshold:
	// 1/(1+|A·Imm|)², the fast sigmoid of Zenke & Ganguli 2018, Neural Comput 30:1514.
	Surrogate

	numOps
)

// opInfo gives each operation's printed name, number of node arguments and
// whether it yields a mask.
var opInfo = [numOps]struct {
	name string
	args int
	mask bool
}{
	Const: {"const", 0, false}, Load: {"load", 0, false},
	Neg: {"neg", 1, false}, Abs: {"abs", 1, false}, Floor: {"floor", 1, false}, Sqrt: {"sqrt", 1, false},
	Exp: {"exp", 1, false}, Expm1: {"expm1", 1, false}, Log: {"log", 1, false}, Log1p: {"log1p", 1, false},
	Sin: {"sin", 1, false}, Cos: {"cos", 1, false}, Tanh: {"tanh", 1, false}, Erf: {"erf", 1, false},
	Linoid: {"linoid", 1, false}, Exprel: {"exprel", 1, false},
	Add: {"add", 2, false}, Sub: {"sub", 2, false}, Mul: {"mul", 2, false}, Div: {"div", 2, false},
	Min: {"min", 2, false}, Max: {"max", 2, false}, Pow: {"pow", 2, false}, LinoidExp: {"linoidexp", 2, false},
	Less: {"less", 2, true}, LessEqual: {"lessequal", 2, true}, Equal: {"equal", 2, true},
	And: {"and", 2, true}, Or: {"or", 2, true}, Not: {"not", 1, true}, Spike: {"spike", 1, true},
	Select: {"select", 3, false},
	Normal: {"normal", 0, false}, Uniform: {"uniform", 0, false}, Poisson: {"poisson", 1, false},
	Expm:      {"expm", 0, false},
	Surrogate: {"surrogate", 1, false},
}

// String is the operation's name in printed kernels.
func (o Op) String() string { return opInfo[o].name }

// Args is the number of node arguments, 0 to 3.
func (o Op) Args() int { return opInfo[o].args }

// Mask reports whether the operation yields a mask.
func (o Op) Mask() bool { return opInfo[o].mask }

// Random reports whether the operation draws a random number.
func (o Op) Random() bool { return o == Normal || o == Uniform || o == Poisson }
