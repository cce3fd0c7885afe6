package neurolucida

import "math"

// This file finds the principal axes of the cell body as NEURON 8.2 does, by the
// library Meschach: Householder's reduction to three diagonals, then the QR method
// with Wilkinson's shift. Any method finds the same axes, but which way they point
// decides which end of the soma is its position 0.

type matrix [3][3]float64

// eigen returns the eigenvalues of a symmetric matrix, and its eigenvectors as
// columns.
func eigen(a matrix) (values [3]float64, vectors matrix) {
	a, vectors = tridiagonal(a)
	values = [3]float64{a[0][0], a[1][1], a[2][2]}
	beside := [2]float64{a[0][1], a[1][2]}
	for range 100 { // three or four are enough
		first := 0
		for first < 2 && beside[first] == 0 {
			first++
		}
		if first == 2 {
			break
		}
		last := first
		for last < 2 && beside[last] != 0 {
			last++
		}
		qr(&values, &beside, &vectors, first, last)
		split(&values, &beside, first, last)
	}
	return values, vectors
}

// tridiagonal returns a reflected so that the corner is 0, and the reflections.
func tridiagonal(a matrix) (t, q matrix) {
	t = a
	q = matrix{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}}
	t, q = reflect(t, q, 0)
	return reflect(t, q, 1)
}

// reflect applies the reflection that turns column k below the diagonal into one
// number beside the diagonal.
func reflect(t, q matrix, k int) (matrix, matrix) {
	var h [3]float64 // at right angles to the mirror
	sum := 0.0
	for i := k + 1; i < 3; i++ {
		h[i] = t[i][k]
		sum += h[i] * h[i]
	}
	norm := math.Sqrt(sum)
	if norm == 0 {
		return t, q
	}
	beta := 1 / (norm * (norm + math.Abs(h[k+1])))
	beside := norm
	if h[k+1] > 0 {
		beside = -norm
	}
	h[k+1] -= beside
	t = columns(rows(t, h, beta), h, beta)
	t[k+1][k], t[k][k+1] = beside, beside
	return t, columns(q, h, beta)
}

// rows applies a reflection to a from the left.
func rows(a matrix, h [3]float64, beta float64) matrix {
	for k := range 3 {
		scale := beta * (h[0]*a[0][k] + h[1]*a[1][k] + h[2]*a[2][k])
		for i := range 3 {
			a[i][k] -= scale * h[i]
		}
	}
	return a
}

// columns applies a reflection to a from the right.
func columns(a matrix, h [3]float64, beta float64) matrix {
	for i := range 3 {
		scale := beta * (a[i][0]*h[0] + a[i][1]*h[1] + a[i][2]*h[2])
		for k := range 3 {
			a[i][k] -= scale * h[k]
		}
	}
	return a
}

// split cuts the matrix where it has come apart between two lanes.
func split(values *[3]float64, beside *[2]float64, first, last int) {
	const epsilon = 0x1p-52
	for i := first; i < last; i++ {
		if math.Abs(beside[i]) < epsilon*(math.Abs(values[i])+math.Abs(values[i+1])) {
			beside[i] = 0
		}
	}
}

// qr takes one step of the QR method.
func qr(a *[3]float64, b *[2]float64, q *matrix, first, last int) {
	half, square := (a[last-1]-a[last])/2, b[last-1]*b[last-1]
	shift := a[last] - square/(half+math.Copysign(math.Sqrt(half*half+square), half))
	x, z := a[first]-shift, b[first]
	for i := first; i < last; i++ {
		c, s := 1.0, 0.0
		if norm := math.Sqrt(x*x + z*z); norm != 0 {
			c, s = x/norm, z/norm
		}
		if i > first {
			b[i-1] = c*b[i-1] + s*z
		}
		a[i], b[i], a[i+1] = c*c*a[i]+s*s*a[i+1]+2*c*s*b[i], c*s*(a[i+1]-a[i])+(c*c-s*s)*b[i], s*s*a[i]+c*c*a[i+1]-2*c*s*b[i]
		x, z = b[i], 0
		if i+1 < last {
			z, b[i+1] = s*b[i+1], c*b[i+1]
		}
		for k := range 3 {
			q[k][i], q[k][i+1] = c*q[k][i]+s*q[k][i+1], -s*q[k][i]+c*q[k][i+1]
		}
	}
}
