package vector

import (
	"fmt"
	"strings"
	"unsafe"
)

// Threaded code: a list of steps, each the address of a piece of machine code and its operands. Every piece
// ends with a jump to the next, so that nothing returns to Go between steps. The program is data: no memory
// has to be executable.
//
// A step works on a block of lanes, which are few enough that three registers, of several vectors
// each, hold them. Other numbers lie in memory, behind a table of pointers; so do masks, a bit a
// lane. After a block each pointer moves by its stride.

// Action is what a step does.
type Action uint8

// The actions. x is a register, y a source; m is a mask.
const (
	Add      Action = iota // x = x + y
	Sub                    // x = x − y
	From                   // x = y − x
	Mul                    // x = x · y
	Div                    // x = x / y
	Into                   // x = y / x
	Min                    // x = min(x, y)
	Max                    // x = max(x, y)
	Take                   // x = y
	Then                   // x = m ? y : x
	Else                   // x = m ? x : y
	Less                   // m = x < y
	AtMost                 // m = x ≤ y
	Equal                  // m = x = y
	Greater                // m = x > y
	AtLeast                // m = x ≥ y
	Put                    // memory = x
	Neg                    // x = −x
	Abs                    // x = |x|
	And                    // m = m ∧ m
	Or                     // m = m ∨ m
	Not                    // m = ¬m
	FillMask               // m = a number ≠ 0
	Call1                  // memory = kernel(memory)
	Call2                  // memory = kernel(memory, memory)
	End                    // of a block
	actions
)

var actionNames = [actions]string{
	"add", "sub", "from", "mul", "div", "into", "min", "max", "take", "then", "else", "less", "atMost", "equal", "greater", "atLeast",
	"put", "neg", "abs", "and", "or", "not", "fillMask", "call1", "call2", "end",
}

func (a Action) String() string { return actionNames[a] }

// Source is where a step finds y: a register from 0 on, or one of these.
type Source uint8

// Registers is how many registers there are.
const Registers = 3

// The other sources.
const (
	Memory Source = Registers + iota
	Number        // the same for all lanes
	sources
)

// String is the register's letter, or m or s.
func (s Source) String() string { return "ABCms"[s : s+1] }

// Step names the code of an action with register x and source y; what an action has not is 0.
func Step(a Action, x int, y Source) int {
	return int(Kernels) + (int(a)*Registers+x)*int(sources) + int(y)
}

// Pieces is how many pieces of code there are of a set and element type: kernels, then steps.
const Pieces = int(Kernels) + int(actions)*Registers*int(sources)

// Place is where the entry of a piece stands among all.
func Place(s Set, single bool, piece int) int {
	at := 2 * (int(s) - 1)
	if single {
		at++
	}
	return at*Pieces + piece
}

const places = 4 * Pieces

// VectorsPerRegister of a set.
func VectorsPerRegister(s Set) int {
	if s == AVX512 {
		return 8
	}
	return 4
}

// Code is threaded code for elements of one type.
type Code[T float] struct {
	set   Set
	words []uintptr
	steps []step
}

// step is how a step is printed.
type step struct {
	action   Action
	x        int
	y        Source
	kernel   Kernel
	operands []int
}

// NewCode returns code without steps. Its set is not None.
func NewCode[T float](s Set) *Code[T] { return &Code[T]{set: s} }

// Step appends an action on register x and source y, which is at index place of the table, or of the
// numbers; mask is an index of the table.
func (c *Code[T]) Step(a Action, x int, y Source, place, mask int) {
	size := 8
	if y == Number {
		size = int(unsafe.Sizeof(T(0)))
	}
	c.add(step{a, x, y, Absent, []int{place, mask}}, size*place, 8*mask)
}

// Masks appends an action on masks: its operands and then its result.
func (c *Code[T]) Masks(a Action, operands ...int) {
	c.add(step{action: a, operands: operands}, offsets(operands)...)
}

// FillMask appends one with a number.
func (c *Code[T]) FillMask(number, mask int) {
	c.add(step{action: FillMask, operands: []int{number, mask}}, int(unsafe.Sizeof(T(0)))*number, 8*mask)
}

// Call appends a kernel's call on memory: its operands and then its result.
func (c *Code[T]) Call(k Kernel, operands ...int) {
	call := step{action: Call1 + Action(len(operands)-2), kernel: k, operands: operands}
	c.add(call, append([]int{int(c.entry(int(k)))}, offsets(operands)...)...)
}

// End closes the code. The table has as many pointers, a multiple of 8, and as many strides after them.
func (c *Code[T]) End(pointers int) { c.add(step{action: End, operands: []int{pointers}}, 8*pointers) }

// offsets of pointers in the table.
func offsets(places []int) []int {
	var out []int
	for _, x := range places {
		out = append(out, 8*x)
	}
	return out
}

func (c *Code[T]) add(s step, words ...int) {
	c.steps = append(c.steps, s)
	c.words = append(c.words, c.entry(Step(s.action, s.x, s.y)))
	for _, x := range words {
		c.words = append(c.words, uintptr(x))
	}
}

func (c *Code[T]) entry(piece int) uintptr { return entry(Place(c.set, single[T](), piece)) }

// String lists the steps, one a line: registers are A, B and so on, numbers s, what the table points at m.
func (c *Code[T]) String() string {
	var b strings.Builder
	for _, s := range c.steps {
		fmt.Fprintln(&b, s)
	}
	return b.String()
}

func (s step) String() string {
	x, y, m := Source(s.x).String(), s.y.String(), fmt.Sprintf(" m%d", s.operands[len(s.operands)-1])
	if s.y >= Memory {
		y += fmt.Sprint(s.operands[0])
	}
	switch name := s.action.String(); {
	case s.action <= Take:
		return x + " " + name + " " + y
	case s.action <= Else:
		return x + " " + name + " " + y + m
	case s.action <= AtLeast:
		return x + " " + name + " " + y + " to" + m
	case s.action == Put:
		return fmt.Sprintf("%s put m%d", x, s.operands[0])
	case s.action <= Abs:
		return x + " " + name
	case s.kernel != Absent:
		return Specs[s.kernel].Name + fmt.Sprint(s.operands)
	default:
		return name + fmt.Sprint(s.operands)
	}
}

// BlockLanes is how many lanes a register of threaded code holds: code reads and writes multiples of as many.
// Without a set it is 1.
func BlockLanes[T float](s Set) int {
	if s == None {
		return 1
	}
	return VectorsPerRegister(s) * (16 << s / int(unsafe.Sizeof(T(0))))
}

// Execute runs blocks one after the other. Pointer 0 of the table is the code's own. The collector does
// not see what the table holds.
func (c *Code[T]) Execute(table []uintptr, numbers []T, blocks int) {
	table[0] = uintptr(unsafe.Pointer(&c.words[0]))
	call(c.words[0], (*unsafe.Pointer)(unsafe.Pointer(&table[0])), unsafe.Pointer(unsafe.SliceData(numbers)), blocks)
}
