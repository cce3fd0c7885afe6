package interp

import (
	"fmt"
	"strings"

	"github.com/cajal-sim/cajal/backend/interp/vector"
	"github.com/cajal-sim/cajal/ir"
)

// instr is one operation on a block of lanes. What dst, a, b and c name is said by
// the form of the operation.
type instr struct {
	op           opcode
	dst, a, b, c int32
	imm          float64
	kernel       vector.Kernel // machine code of what is drawn, where there is some
}

// scalarInstr is one operation on scalars; a mask is 0 or 1.
type scalarInstr struct {
	op           ir.Op
	dst, a, b, c int32
	imm          float64
}

// expmJob is the exponential of one matrix: operands and results are registers
// or scalars; results that nobody reads are −1.
type expmJob struct {
	n       int
	entries []value
	results []int32
}

// opcode is an operation together with the kinds of its operands.
type opcode uint8

const (
	fill     opcode = iota // a scalar for all lanes
	fillMask               // a scalar mask for all lanes
	copyOf
	gather

	negV
	absV
	floorV
	sqrtV
	expV
	expm1V
	logV
	log1pV
	sinV
	cosV
	tanhV
	erfV
	linoidV
	exprelV
	surrogateV

	addVVOp
	addVSOp
	subVVOp
	subVSOp
	subSVOp
	mulVVOp
	mulVSOp
	divVVOp
	divVSOp
	divSVOp
	minVVOp
	minVSOp
	maxVVOp
	maxVSOp
	powVVOp
	linoidExpVVOp

	lessVVOp
	lessVSOp
	lessSVOp
	lessEqualVVOp
	lessEqualVSOp
	lessEqualSVOp
	equalVVOp
	equalVSOp
	andOp
	orOp
	notOp
	selectVVOp
	selectVSOp
	selectSVOp
	selectSSOp

	normalOp
	uniformOp
	poissonV
	poissonS
	expmOp

	putOp    // to a column of the lanes' own
	noOp     // what need not be done
	threadOp // a piece of threaded code

	numOpcodes
)

// forms gives each operation's printed name and what dst, a, b and c are:
// v a number register, m a mask register, s a scalar, i a plain index. An
// operation marked ! reads its operands again after writing: dst must be another register.
var forms = [numOpcodes]struct{ name, form string }{
	fill: {"fill", "vs"}, fillMask: {"fillmask", "ms"}, copyOf: {"copy", "vv"}, gather: {"gather", "vii"},
	negV: {"neg", "vv"}, absV: {"abs", "vv"}, floorV: {"floor", "vv"}, sqrtV: {"sqrt", "vv"},
	expV: {"exp", "vv!"}, expm1V: {"expm1", "vv!"}, logV: {"log", "vv"}, log1pV: {"log1p", "vv"},
	sinV: {"sin", "vv"}, cosV: {"cos", "vv"}, tanhV: {"tanh", "vv!"}, erfV: {"erf", "vv"},
	linoidV: {"linoid", "vv!"}, exprelV: {"exprel", "vv!"}, surrogateV: {"surrogate", "vv"},
	addVVOp: {"add", "vvv"}, addVSOp: {"add", "vvs"},
	subVVOp: {"sub", "vvv"}, subVSOp: {"sub", "vvs"}, subSVOp: {"sub", "vsv"},
	mulVVOp: {"mul", "vvv"}, mulVSOp: {"mul", "vvs"},
	divVVOp: {"div", "vvv"}, divVSOp: {"div", "vvs"}, divSVOp: {"div", "vsv"},
	minVVOp: {"min", "vvv"}, minVSOp: {"min", "vvs"}, maxVVOp: {"max", "vvv"}, maxVSOp: {"max", "vvs"},
	powVVOp: {"pow", "vvv"}, linoidExpVVOp: {"linoidexp", "vvv"},
	lessVVOp: {"less", "mvv"}, lessVSOp: {"less", "mvs"}, lessSVOp: {"less", "msv"},
	lessEqualVVOp: {"lessequal", "mvv"}, lessEqualVSOp: {"lessequal", "mvs"}, lessEqualSVOp: {"lessequal", "msv"},
	equalVVOp: {"equal", "mvv"}, equalVSOp: {"equal", "mvs"},
	andOp: {"and", "mmm"}, orOp: {"or", "mmm"}, notOp: {"not", "mm"},
	selectVVOp: {"select", "vmvv"}, selectVSOp: {"select", "vmvs"},
	selectSVOp: {"select", "vmsv"}, selectSSOp: {"select", "vmss"},
	normalOp: {"normal", "vi"}, uniformOp: {"uniform", "vi"},
	poissonV: {"poisson", "viv"}, poissonS: {"poisson", "viis"},
	expmOp: {"expm", "ii"}, putOp: {"put", "iv"}, threadOp: {"thread", "ii"},
}

// operands lists the fields of an instruction in the order of its form.
func (in *instr) operands() [4]*int32 { return [4]*int32{&in.dst, &in.a, &in.b, &in.c} }

// again reports whether the operation must not write over its operands.
func (o opcode) again() bool { return strings.HasSuffix(forms[o].form, "!") }

// form is what dst, a, b and c are.
func (in *instr) form() string { return forms[in.op].form }

// String prints the instruction: "v3 = add v1 s2".
func (in instr) String() string {
	var b strings.Builder
	form := strings.TrimSuffix(in.form(), "!")
	for j, kind := range form {
		fmt.Fprintf(&b, "%c%d", kind, *in.operands()[j])
		switch {
		case j == 0:
			b.WriteString(" = " + forms[in.op].name + " ")
		case j < len(form)-1:
			b.WriteByte(' ')
		}
	}
	return b.String()
}
