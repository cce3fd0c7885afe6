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
	UniformGroups // of consecutive lanes, of which the first begins a group of partners (see package random)
	NormalGroups
	PoissonGroups

	Kernels // how many there are
)

// Specs describes the kernels: each is an operation of the lanes' own elements, or draws.
var Specs = [Kernels]struct {
	Name   string
	Op     ir.Op
	Groups bool // of Group lanes at a time
}{
	Floor: {Name: "floor", Op: ir.Floor}, Sqrt: {Name: "sqrt", Op: ir.Sqrt},
	Exp: {Name: "exp", Op: ir.Exp}, Expm1: {Name: "expm1", Op: ir.Expm1}, Log: {Name: "log", Op: ir.Log}, Log1p: {Name: "log1p", Op: ir.Log1p},
	Sin: {Name: "sin", Op: ir.Sin}, Cos: {Name: "cos", Op: ir.Cos}, Tanh: {Name: "tanh", Op: ir.Tanh},
	Linoid: {Name: "linoid", Op: ir.Linoid}, Exprel: {Name: "exprel", Op: ir.Exprel}, LinoidExp: {Name: "linoidExp", Op: ir.LinoidExp},
	Uniform: {Name: "uniform", Op: ir.Uniform}, Normal: {Name: "normal", Op: ir.Normal}, Poisson: {Name: "poisson", Op: ir.Poisson},
	UniformGroups: {Name: "uniformGroups", Op: ir.Uniform, Groups: true}, NormalGroups: {Name: "normalGroups", Op: ir.Normal, Groups: true},
	PoissonGroups: {Name: "poissonGroups", Op: ir.Poisson, Groups: true},
}
