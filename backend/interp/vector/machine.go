package vector

import "unsafe"

// Machine calls kernels on elements of one type. Its zero value has no code.
type Machine[T float] struct {
	set      Set
	pointers [8]unsafe.Pointer
	vectors  int
	room     [numbers]uint64
	numbers  int
}

// numbers is the most that a call has room for: what precedes them, and those of the generator, as AVX2 has them.
const (
	header  = 8
	numbers = header + 4*(1+roundKeys+streamWords)
)

// New returns a machine of a set.
func New[T float](s Set) *Machine[T] { return &Machine[T]{set: s} }

// Use makes the machine one of a set; Set says which it is.
func (m *Machine[T]) Use(s Set) { m.set = s }

// Lanes is how many lanes a vector has: code reads and writes multiples of as many. Without a set it is 1.
func (m *Machine[T]) Lanes() int {
	if m.set == None {
		return 1
	}
	return 16 << m.set / int(unsafe.Sizeof(T(0)))
}

// Set is the machine's set.
func (m *Machine[T]) Set() Set { return m.set }

// Table adds the cumulative distribution of a Poisson count, as random.PoissonTable lays it out.
func (m *Machine[T]) Table(x []float64) { m.pointer(unsafe.Pointer(unsafe.SliceData(x))) }

// Has reports whether there is code of a kernel.
func (m *Machine[T]) Has(k Kernel) bool {
	return m.set != None && k != Absent && entry(Place(m.set, single[T](), int(k))) != 0
}

func single[T float]() bool { return unsafe.Sizeof(T(0)) == 4 }

// Begin starts a call without operands.
func (m *Machine[T]) Begin() { m.vectors, m.numbers = 0, header }

// Vector adds an operand with an element per lane, or the result, which comes last. Lanes up to
// the next multiple of Lanes are read and written.
func (m *Machine[T]) Vector(x []T) { m.pointer(unsafe.Pointer(unsafe.SliceData(x))) }

func (m *Machine[T]) pointer(p unsafe.Pointer) {
	m.pointers[m.vectors] = p
	m.vectors++
}

// number adds a number: a full vector of it for AVX2.
func (m *Machine[T]) number(x uint64) {
	at := m.room[m.numbers:]
	if m.set == AVX512 {
		at[0] = x
		m.numbers++
		return
	}
	at[3], at[2], at[1], at[0] = x, x, x, x
	m.numbers += 4
}

// Run runs a kernel over n lanes, rounded up to a multiple of Lanes.
func (m *Machine[T]) Run(k Kernel, n int) {
	n = (n + m.Lanes() - 1) &^ (m.Lanes() - 1)
	call(entry(Place(m.set, single[T](), int(k))), &m.pointers[0], unsafe.Pointer(&m.room[0]), n)
}

// End forgets the caller's memory.
func (m *Machine[T]) End() { clear(m.pointers[:]) }
