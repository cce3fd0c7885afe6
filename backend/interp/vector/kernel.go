package vector

import "github.com/cajal-sim/cajal/ir"

// Kernel names code that goes over any number of lanes.
type Kernel uint8

// The kernels; Absent is none.
const (
	Absent Kernel = iota
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
	Uniform
	Normal
	Poisson

	Kernels // how many there are
)

// Specs describes the kernels: each is an operation of the lanes' own elements, or draws.
var Specs = [Kernels]struct {
	Name string
	Op   ir.Op
}{
	Floor: {"floor", ir.Floor}, Sqrt: {"sqrt", ir.Sqrt},
	Exp: {"exp", ir.Exp}, Expm1: {"expm1", ir.Expm1}, Log: {"log", ir.Log}, Log1p: {"log1p", ir.Log1p},
	Sin: {"sin", ir.Sin}, Cos: {"cos", ir.Cos}, Tanh: {"tanh", ir.Tanh},
	Linoid: {"linoid", ir.Linoid}, Exprel: {"exprel", ir.Exprel}, LinoidExp: {"linoidExp", ir.LinoidExp},
	Uniform: {"uniform", ir.Uniform}, Normal: {"normal", ir.Normal}, Poisson: {"poisson", ir.Poisson},
}
