package vector

import "github.com/cajal-sim/cajal/ir"

// Kernel names code. Letters say what its operands are: V an element per lane, S one number for all.
type Kernel uint8

// The kernels; Absent is none.
const (
	Absent Kernel = iota
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
	Linoid
	Exprel
	LinoidExp
	AddVV
	AddVS
	SubVV
	SubVS
	SubSV
	MulVV
	MulVS
	DivVV
	DivVS
	DivSV
	MinVV
	MinVS
	MaxVV
	MaxVS
	LessVV
	LessVS
	LessSV
	LessEqualVV
	LessEqualVS
	LessEqualSV
	EqualVV
	EqualVS
	SelectVV // by a mask, the first operand
	SelectVS
	SelectSV
	SelectSS
	Uniform
	Normal
	Poisson
	UniformGroups // of consecutive lanes, of which the first begins a group of partners (see package random)
	NormalGroups
	PoissonGroups
	Fill // S for all lanes

	firstPair
	Kernels = firstPair + Kernel(len(firsts)*len(seconds)*2) // how many there are
)

// Spec is what a kernel computes: Op, and then, where Then is not ir.Const, Then of that and the last
// operand (Reverse: of the last operand and that). Form has v or s for each operand but masks.
type Spec struct {
	Name    string
	Op      ir.Op
	Form    string
	Then    ir.Op
	Reverse bool
	Groups  bool // of Group lanes at a time
}

// Specs describes the kernels.
var Specs = withPairs([Kernels]Spec{
	Neg: {Name: "neg", Op: ir.Neg, Form: "v"}, Abs: {Name: "abs", Op: ir.Abs, Form: "v"}, Floor: {Name: "floor", Op: ir.Floor, Form: "v"}, Sqrt: {Name: "sqrt", Op: ir.Sqrt, Form: "v"},
	Exp: {Name: "exp", Op: ir.Exp, Form: "v"}, Expm1: {Name: "expm1", Op: ir.Expm1, Form: "v"}, Log: {Name: "log", Op: ir.Log, Form: "v"}, Log1p: {Name: "log1p", Op: ir.Log1p, Form: "v"},
	Sin: {Name: "sin", Op: ir.Sin, Form: "v"}, Cos: {Name: "cos", Op: ir.Cos, Form: "v"}, Tanh: {Name: "tanh", Op: ir.Tanh, Form: "v"},
	Linoid: {Name: "linoid", Op: ir.Linoid, Form: "v"}, Exprel: {Name: "exprel", Op: ir.Exprel, Form: "v"},
	LinoidExp: {Name: "linoidExp", Op: ir.LinoidExp, Form: "vv"},
	AddVV:     {Name: "addVV", Op: ir.Add, Form: "vv"}, AddVS: {Name: "addVS", Op: ir.Add, Form: "vs"},
	SubVV: {Name: "subVV", Op: ir.Sub, Form: "vv"}, SubVS: {Name: "subVS", Op: ir.Sub, Form: "vs"}, SubSV: {Name: "subSV", Op: ir.Sub, Form: "sv"},
	MulVV: {Name: "mulVV", Op: ir.Mul, Form: "vv"}, MulVS: {Name: "mulVS", Op: ir.Mul, Form: "vs"},
	DivVV: {Name: "divVV", Op: ir.Div, Form: "vv"}, DivVS: {Name: "divVS", Op: ir.Div, Form: "vs"}, DivSV: {Name: "divSV", Op: ir.Div, Form: "sv"},
	MinVV: {Name: "minVV", Op: ir.Min, Form: "vv"}, MinVS: {Name: "minVS", Op: ir.Min, Form: "vs"}, MaxVV: {Name: "maxVV", Op: ir.Max, Form: "vv"}, MaxVS: {Name: "maxVS", Op: ir.Max, Form: "vs"},
	LessVV: {Name: "lessVV", Op: ir.Less, Form: "vv"}, LessVS: {Name: "lessVS", Op: ir.Less, Form: "vs"}, LessSV: {Name: "lessSV", Op: ir.Less, Form: "sv"},
	LessEqualVV: {Name: "lessEqualVV", Op: ir.LessEqual, Form: "vv"}, LessEqualVS: {Name: "lessEqualVS", Op: ir.LessEqual, Form: "vs"}, LessEqualSV: {Name: "lessEqualSV", Op: ir.LessEqual, Form: "sv"},
	EqualVV: {Name: "equalVV", Op: ir.Equal, Form: "vv"}, EqualVS: {Name: "equalVS", Op: ir.Equal, Form: "vs"},
	SelectVV: {Name: "selectVV", Op: ir.Select, Form: "vv"}, SelectVS: {Name: "selectVS", Op: ir.Select, Form: "vs"},
	SelectSV: {Name: "selectSV", Op: ir.Select, Form: "sv"}, SelectSS: {Name: "selectSS", Op: ir.Select, Form: "ss"},
	Uniform: {Name: "uniform", Op: ir.Uniform, Form: ""}, Normal: {Name: "normal", Op: ir.Normal, Form: ""}, Poisson: {Name: "poisson", Op: ir.Poisson, Form: ""},
	UniformGroups: {Name: "uniformGroups", Op: ir.Uniform, Groups: true}, NormalGroups: {Name: "normalGroups", Op: ir.Normal, Groups: true}, PoissonGroups: {Name: "poissonGroups", Op: ir.Poisson, Groups: true},
	Fill: {Name: "fill", Op: ir.Load, Form: "s"},
})

// Place is where the entry of a kernel stands among all: by set, element type and kernel.
func (k Kernel) Place(s Set, single bool) int {
	at := 2 * (int(s) - 1)
	if single {
		at++
	}
	return at*int(Kernels) + int(k)
}

// places is the number of entries.
const places = 4 * int(Kernels)
