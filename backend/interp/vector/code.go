package vector

import "unsafe"

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
	c.add(Step(a, x, y), size*place, 8*mask)
}

// Masks appends an action on masks: its operands and then its result.
func (c *Code[T]) Masks(a Action, operands ...int) {
	for i := range operands {
		operands[i] *= 8
	}
	c.add(Step(a, 0, 0), operands...)
}

// FillMask appends one with a number.
func (c *Code[T]) FillMask(number, mask int) {
	c.add(Step(FillMask, 0, 0), int(unsafe.Sizeof(T(0)))*number, 8*mask)
}

// Call appends a kernel's call on memory: its operands and then its result.
func (c *Code[T]) Call(k Kernel, operands ...int) {
	words := []int{int(entry(Place(c.set, single[T](), int(k))))}
	for _, x := range operands {
		words = append(words, 8*x)
	}
	c.add(Step(Call1+Action(len(operands)-2), 0, 0), words...)
}

// End closes the code. The table has as many pointers, a multiple of 8, and as many strides after them.
func (c *Code[T]) End(pointers int) { c.add(Step(End, 0, 0), 8*pointers) }

func (c *Code[T]) add(piece int, operands ...int) {
	c.words = append(c.words, entry(Place(c.set, single[T](), piece)))
	for _, x := range operands {
		c.words = append(c.words, uintptr(x))
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
