package ir

import "math"

// EvalExpm sets dst to the exponential of the matrix a; both have shape (n, n).
// It defines the operation Expm.
//
// Method: a Taylor polynomial of a/2ˢ, squared s times (Moler & Van Loan 2003, SIAM
// Rev 45:3, method 3), after a balancing by powers of two. In the linear systems of neurons
// most variables do not feed back on themselves. Where a variable lies on no cycle,
// its diagonal element of every power eᴬ is e raised to that of A, so it is set exactly at every
// squaring; then no error of a fast variable reaches a slow one, and all elements
// are accurate in themselves, not only beside the largest. What is zero by structure stays zero.
func EvalExpm(dst, a []float64, n int) {
	var room [4 * 64]float64
	work := room[:]
	if size := 4 * n * n; size > len(work) {
		work = make([]float64, size)
	}
	size := n * n
	m := expm{n: n, a: work[:size], x: work[size : 2*size], y: work[2*size : 3*size], scale: work[3*size:][:n]}
	copy(m.a, a[:size])
	norm := m.balance()
	if !(norm <= math.MaxFloat64) {
		for i := range dst[:size] {
			dst[i] = math.NaN()
		}
		return
	}
	_, squarings := math.Frexp(2 * norm) // brings the norm to ½ or less
	m.exponential(dst[:size], max(squarings, 0))
	for i := range n {
		for j := range n {
			dst[i*n+j] *= m.scale[i] / m.scale[j]
		}
	}
}

// expm is the work on one matrix.
type expm struct {
	n     int
	a     []float64
	x, y  []float64
	scale []float64 // balancing: a[i][j] has been multiplied by scale[j]/scale[i]
}

// taylorDegree makes the remainder of the Taylor polynomial of a number up to ½ less than 2⁻⁵³
// of it; one degree more for every step of the longest path keeps this so for each element.
const taylorDegree = 14

// exponential sets e to the exponential of m.a.
func (m *expm) exponential(e []float64, squarings int) {
	n, unit := m.n, math.Ldexp(1, -squarings)
	for i := range m.a {
		m.x[i] = m.a[i] * unit
	}
	m.horner(e, taylorDegree+n)
	free := m.acyclic()
	for s := squarings; ; s-- {
		for i := range n {
			if free[i>>6]&(1<<(i&63)) != 0 {
				e[i*n+i] = math.Exp(m.a[i*n+i] * math.Ldexp(1, -s))
			}
		}
		if s == 0 {
			return
		}
		copy(m.x, e)
		multiply(e, m.x, m.x, n)
	}
}

// horner sets e to the Taylor polynomial of m.x: 1 + x(1 + x/2(1 + x/3(…))).
func (m *expm) horner(e []float64, degree int) {
	identity(e, m.n)
	for k := degree; k >= 1; k-- {
		multiply(m.y, m.x, e, m.n)
		for i := range e {
			e[i] = m.y[i] / float64(k)
		}
		for i := range m.n {
			e[i*m.n+i]++
		}
	}
}

func identity(e []float64, n int) {
	clear(e)
	for i := range n {
		e[i*n+i] = 1
	}
}

// multiply sets d to x·y; zeros of x cost nothing and stay zeros.
func multiply(d, x, y []float64, n int) {
	clear(d)
	for i := range n {
		row := d[i*n : i*n+n]
		for k := range n {
			f := x[i*n+k]
			if f == 0 {
				continue
			}
			for j, g := range y[k*n : k*n+n] {
				row[j] += float64(f * g)
			}
		}
	}
}

// balance scales the variables by powers of two until rows and columns of variables
// that have both are of like size (Parlett & Reinsch 1969, Numer Math 13:293), and
// returns the norm of the result, the greatest sum of a row.
func (m *expm) balance() float64 {
	for i := range m.scale {
		m.scale[i] = 1
	}
	for changed, round := true, 0; changed && round < 64; round++ {
		changed = false
		for i := range m.n {
			row, column := m.rowAndColumn(i)
			if row == 0 || column == 0 || !(row+column <= math.MaxFloat64) {
				continue
			}
			f := math.Exp2(math.Round(math.Log2(row/column) / 2))
			if f*column+row/f < 0.95*(row+column) {
				m.rescale(i, f)
				changed = true
			}
		}
	}
	norm := 0.0
	for i := range m.n {
		row, _ := m.rowAndColumn(i)
		norm = max(norm, row+math.Abs(m.a[i*m.n+i]))
	}
	return norm
}

// rowAndColumn sums the sizes in row and column i, without the diagonal.
func (m *expm) rowAndColumn(i int) (row, column float64) {
	for j := range m.n {
		if j != i {
			row += math.Abs(m.a[i*m.n+j])
			column += math.Abs(m.a[j*m.n+i])
		}
	}
	return row, column
}

// rescale measures variable i in units f times as large.
func (m *expm) rescale(i int, f float64) {
	m.scale[i] *= f
	for j := range m.n {
		m.a[j*m.n+i] *= f
		m.a[i*m.n+j] /= f
	}
}

// acyclic returns the set of variables that lie on no cycle of influences, as bits.
func (m *expm) acyclic() (free [4]uint64) {
	n := m.n
	for i := range m.x { // reach: x[i][j] ≠ 0 where j influences i
		m.x[i] = 0
		if i%(n+1) != 0 && m.a[i] != 0 {
			m.x[i] = 1
		}
	}
	for k := range n {
		for i := range n {
			if m.x[i*n+k] == 0 {
				continue
			}
			for j := range n {
				m.x[i*n+j] = max(m.x[i*n+j], m.x[k*n+j])
			}
		}
	}
	for i := range min(n, 256) {
		if m.x[i*n+i] == 0 {
			free[i>>6] |= 1 << (i & 63)
		}
	}
	return free
}
