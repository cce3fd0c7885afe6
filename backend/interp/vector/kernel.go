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
	MulAddVVV // a·b rounded, + c
	MulAddVVS
	MulAddVSV
	MulAddVSS
	AddMulVVV // (a + b)·c
	AddMulVSV
	AddMulVVS
	AddMulVSS
	SubMulVVV // (a − b)·c
	SubMulVSV
	SubMulVVS
	SubMulVSS
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
	Kernels // how many there are
)

// Spec is what a kernel computes: Op, and then Then of its result and the last operand where
// that is not ir.Const. Form has v or s for each operand but masks.
type Spec struct {
	Name     string
	Op, Then ir.Op
	Form     string
}

// Specs describes the kernels.
var Specs = [Kernels]Spec{
	Neg: {"neg", ir.Neg, 0, "v"}, Abs: {"abs", ir.Abs, 0, "v"}, Floor: {"floor", ir.Floor, 0, "v"}, Sqrt: {"sqrt", ir.Sqrt, 0, "v"},
	Exp: {"exp", ir.Exp, 0, "v"}, Expm1: {"expm1", ir.Expm1, 0, "v"}, Log: {"log", ir.Log, 0, "v"}, Log1p: {"log1p", ir.Log1p, 0, "v"},
	Sin: {"sin", ir.Sin, 0, "v"}, Cos: {"cos", ir.Cos, 0, "v"}, Tanh: {"tanh", ir.Tanh, 0, "v"},
	Linoid: {"linoid", ir.Linoid, 0, "v"}, Exprel: {"exprel", ir.Exprel, 0, "v"},
	AddVV: {"addVV", ir.Add, 0, "vv"}, AddVS: {"addVS", ir.Add, 0, "vs"},
	SubVV: {"subVV", ir.Sub, 0, "vv"}, SubVS: {"subVS", ir.Sub, 0, "vs"}, SubSV: {"subSV", ir.Sub, 0, "sv"},
	MulVV: {"mulVV", ir.Mul, 0, "vv"}, MulVS: {"mulVS", ir.Mul, 0, "vs"},
	DivVV: {"divVV", ir.Div, 0, "vv"}, DivVS: {"divVS", ir.Div, 0, "vs"}, DivSV: {"divSV", ir.Div, 0, "sv"},
	MinVV: {"minVV", ir.Min, 0, "vv"}, MinVS: {"minVS", ir.Min, 0, "vs"}, MaxVV: {"maxVV", ir.Max, 0, "vv"}, MaxVS: {"maxVS", ir.Max, 0, "vs"},
	MulAddVVV: {"mulAddVVV", ir.Mul, ir.Add, "vvv"}, MulAddVVS: {"mulAddVVS", ir.Mul, ir.Add, "vvs"},
	MulAddVSV: {"mulAddVSV", ir.Mul, ir.Add, "vsv"}, MulAddVSS: {"mulAddVSS", ir.Mul, ir.Add, "vss"},
	AddMulVVV: {"addMulVVV", ir.Add, ir.Mul, "vvv"}, AddMulVSV: {"addMulVSV", ir.Add, ir.Mul, "vsv"},
	AddMulVVS: {"addMulVVS", ir.Add, ir.Mul, "vvs"}, AddMulVSS: {"addMulVSS", ir.Add, ir.Mul, "vss"},
	SubMulVVV: {"subMulVVV", ir.Sub, ir.Mul, "vvv"}, SubMulVSV: {"subMulVSV", ir.Sub, ir.Mul, "vsv"},
	SubMulVVS: {"subMulVVS", ir.Sub, ir.Mul, "vvs"}, SubMulVSS: {"subMulVSS", ir.Sub, ir.Mul, "vss"},
	LessVV: {"lessVV", ir.Less, 0, "vv"}, LessVS: {"lessVS", ir.Less, 0, "vs"}, LessSV: {"lessSV", ir.Less, 0, "sv"},
	LessEqualVV: {"lessEqualVV", ir.LessEqual, 0, "vv"}, LessEqualVS: {"lessEqualVS", ir.LessEqual, 0, "vs"}, LessEqualSV: {"lessEqualSV", ir.LessEqual, 0, "sv"},
	EqualVV: {"equalVV", ir.Equal, 0, "vv"}, EqualVS: {"equalVS", ir.Equal, 0, "vs"},
	SelectVV: {"selectVV", ir.Select, 0, "vv"}, SelectVS: {"selectVS", ir.Select, 0, "vs"},
	SelectSV: {"selectSV", ir.Select, 0, "sv"}, SelectSS: {"selectSS", ir.Select, 0, "ss"},
	Uniform: {"uniform", ir.Uniform, 0, ""}, Normal: {"normal", ir.Normal, 0, ""}, Poisson: {"poisson", ir.Poisson, 0, ""},
}

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
