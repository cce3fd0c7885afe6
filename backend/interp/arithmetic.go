package interp

import "math"

// The loops of arithmetic. V is a register, S a scalar. Each reslices its operands
// to the length of the result, so that no bounds are checked inside.

func fillLoop[E any](d []E, x E) {
	for i := range d {
		d[i] = x
	}
}

func neg[T float](d, a []T) {
	a = a[:len(d)]
	for i := range d {
		d[i] = -a[i]
	}
}

func abs[T float](d, a []T) {
	a = a[:len(d)]
	for i := range d {
		d[i] = T(math.Abs(float64(a[i])))
	}
}

func addVV[T float](d, a, b []T) {
	a, b = a[:len(d)], b[:len(d)]
	for i := range d {
		d[i] = a[i] + b[i]
	}
}

func addVS[T float](d, a []T, b T) {
	a = a[:len(d)]
	for i := range d {
		d[i] = a[i] + b
	}
}

func subVV[T float](d, a, b []T) {
	a, b = a[:len(d)], b[:len(d)]
	for i := range d {
		d[i] = a[i] - b[i]
	}
}

func subVS[T float](d, a []T, b T) {
	a = a[:len(d)]
	for i := range d {
		d[i] = a[i] - b
	}
}

func subSV[T float](d []T, a T, b []T) {
	b = b[:len(d)]
	for i := range d {
		d[i] = a - b[i]
	}
}

func mulVV[T float](d, a, b []T) {
	a, b = a[:len(d)], b[:len(d)]
	for i := range d {
		d[i] = a[i] * b[i]
	}
}

func mulVS[T float](d, a []T, b T) {
	a = a[:len(d)]
	for i := range d {
		d[i] = a[i] * b
	}
}

func divVV[T float](d, a, b []T) {
	a, b = a[:len(d)], b[:len(d)]
	for i := range d {
		d[i] = a[i] / b[i]
	}
}

func divVS[T float](d, a []T, b T) {
	a = a[:len(d)]
	for i := range d {
		d[i] = a[i] / b
	}
}

func divSV[T float](d []T, a T, b []T) {
	b = b[:len(d)]
	for i := range d {
		d[i] = a / b[i]
	}
}

func minVV[T float](d, a, b []T) {
	a, b = a[:len(d)], b[:len(d)]
	for i := range d {
		d[i] = min(a[i], b[i])
	}
}

func minVS[T float](d, a []T, b T) {
	a = a[:len(d)]
	for i := range d {
		d[i] = min(a[i], b)
	}
}

func maxVV[T float](d, a, b []T) {
	a, b = a[:len(d)], b[:len(d)]
	for i := range d {
		d[i] = max(a[i], b[i])
	}
}

func maxVS[T float](d, a []T, b T) {
	a = a[:len(d)]
	for i := range d {
		d[i] = max(a[i], b)
	}
}

func powVV[T float](d, a, b []T) {
	a, b = a[:len(d)], b[:len(d)]
	for i := range d {
		d[i] = T(math.Pow(float64(a[i]), float64(b[i])))
	}
}

func surrogate[T float](d, a []T, steepness float64) {
	a = a[:len(d)]
	for i := range d {
		d[i] = T(surrogateOf(float64(a[i]), steepness))
	}
}

// surrogateOf is ir.EvalSurrogate with every product rounded.
func surrogateOf(x, steepness float64) float64 {
	y := 1 + math.Abs(float64(x*steepness))
	return 1 / float64(y*y)
}

// each applies a function of float64 to every lane.
func each[T float](d, a []T, f func(float64) float64) {
	a = a[:len(d)]
	for i := range d {
		d[i] = T(f(float64(a[i])))
	}
}

func floorLoop[T float](d, a []T) {
	a = a[:len(d)]
	for i := range d {
		d[i] = T(math.Floor(float64(a[i])))
	}
}

func sqrtLoop[T float](d, a []T) {
	a = a[:len(d)]
	for i := range d {
		d[i] = T(math.Sqrt(float64(a[i])))
	}
}
