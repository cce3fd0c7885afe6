package interp

import "math"

// The loops of arithmetic. V is a register, S a scalar. Each reslices its operands
// to the length of the result, so that no bounds are checked inside, and does four
// lanes at a time: of one lane at a time, most of the cost is the loop (measured: 0.95 ns
// a lane against 0.27). Fusing a product with a sum in one loop would save 0.1 ns
// more, which is not worth the instructions.

func fillLoop[E any](d []E, x E) {
	for i := range d {
		d[i] = x
	}
}

func neg[T float](d, a []T) {
	a = a[:len(d)]
	i := 0
	for ; i < len(d)-3; i += 4 {
		d[i], d[i+1], d[i+2], d[i+3] = -a[i], -a[i+1], -a[i+2], -a[i+3]
	}
	for ; i < len(d); i++ {
		d[i] = -a[i]
	}
}

func abs[T float](d, a []T) {
	a = a[:len(d)]
	i := 0
	for ; i < len(d)-3; i += 4 {
		d[i], d[i+1], d[i+2], d[i+3] = T(math.Abs(float64(a[i]))), T(math.Abs(float64(a[i+1]))), T(math.Abs(float64(a[i+2]))), T(math.Abs(float64(a[i+3])))
	}
	for ; i < len(d); i++ {
		d[i] = T(math.Abs(float64(a[i])))
	}
}

func floor[T float](d, a []T) {
	a = a[:len(d)]
	i := 0
	for ; i < len(d)-3; i += 4 {
		d[i] = T(math.Floor(float64(a[i])))
		d[i+1] = T(math.Floor(float64(a[i+1])))
		d[i+2] = T(math.Floor(float64(a[i+2])))
		d[i+3] = T(math.Floor(float64(a[i+3])))
	}
	for ; i < len(d); i++ {
		d[i] = T(math.Floor(float64(a[i])))
	}
}

func sqrt[T float](d, a []T) {
	a = a[:len(d)]
	i := 0
	for ; i < len(d)-3; i += 4 {
		d[i] = T(math.Sqrt(float64(a[i])))
		d[i+1] = T(math.Sqrt(float64(a[i+1])))
		d[i+2] = T(math.Sqrt(float64(a[i+2])))
		d[i+3] = T(math.Sqrt(float64(a[i+3])))
	}
	for ; i < len(d); i++ {
		d[i] = T(math.Sqrt(float64(a[i])))
	}
}

func addVV[T float](d, a, b []T) {
	a, b = a[:len(d)], b[:len(d)]
	i := 0
	for ; i < len(d)-3; i += 4 {
		d[i], d[i+1], d[i+2], d[i+3] = a[i]+b[i], a[i+1]+b[i+1], a[i+2]+b[i+2], a[i+3]+b[i+3]
	}
	for ; i < len(d); i++ {
		d[i] = a[i] + b[i]
	}
}

func addVS[T float](d, a []T, b T) {
	a = a[:len(d)]
	i := 0
	for ; i < len(d)-3; i += 4 {
		d[i], d[i+1], d[i+2], d[i+3] = a[i]+b, a[i+1]+b, a[i+2]+b, a[i+3]+b
	}
	for ; i < len(d); i++ {
		d[i] = a[i] + b
	}
}

func subVV[T float](d, a, b []T) {
	a, b = a[:len(d)], b[:len(d)]
	i := 0
	for ; i < len(d)-3; i += 4 {
		d[i], d[i+1], d[i+2], d[i+3] = a[i]-b[i], a[i+1]-b[i+1], a[i+2]-b[i+2], a[i+3]-b[i+3]
	}
	for ; i < len(d); i++ {
		d[i] = a[i] - b[i]
	}
}

func subVS[T float](d, a []T, b T) {
	a = a[:len(d)]
	i := 0
	for ; i < len(d)-3; i += 4 {
		d[i], d[i+1], d[i+2], d[i+3] = a[i]-b, a[i+1]-b, a[i+2]-b, a[i+3]-b
	}
	for ; i < len(d); i++ {
		d[i] = a[i] - b
	}
}

func subSV[T float](d []T, a T, b []T) {
	b = b[:len(d)]
	i := 0
	for ; i < len(d)-3; i += 4 {
		d[i], d[i+1], d[i+2], d[i+3] = a-b[i], a-b[i+1], a-b[i+2], a-b[i+3]
	}
	for ; i < len(d); i++ {
		d[i] = a - b[i]
	}
}

func mulVV[T float](d, a, b []T) {
	a, b = a[:len(d)], b[:len(d)]
	i := 0
	for ; i < len(d)-3; i += 4 {
		d[i], d[i+1], d[i+2], d[i+3] = a[i]*b[i], a[i+1]*b[i+1], a[i+2]*b[i+2], a[i+3]*b[i+3]
	}
	for ; i < len(d); i++ {
		d[i] = a[i] * b[i]
	}
}

func mulVS[T float](d, a []T, b T) {
	a = a[:len(d)]
	i := 0
	for ; i < len(d)-3; i += 4 {
		d[i], d[i+1], d[i+2], d[i+3] = a[i]*b, a[i+1]*b, a[i+2]*b, a[i+3]*b
	}
	for ; i < len(d); i++ {
		d[i] = a[i] * b
	}
}

func divVV[T float](d, a, b []T) {
	a, b = a[:len(d)], b[:len(d)]
	i := 0
	for ; i < len(d)-3; i += 4 {
		d[i], d[i+1], d[i+2], d[i+3] = a[i]/b[i], a[i+1]/b[i+1], a[i+2]/b[i+2], a[i+3]/b[i+3]
	}
	for ; i < len(d); i++ {
		d[i] = a[i] / b[i]
	}
}

func divVS[T float](d, a []T, b T) {
	a = a[:len(d)]
	i := 0
	for ; i < len(d)-3; i += 4 {
		d[i], d[i+1], d[i+2], d[i+3] = a[i]/b, a[i+1]/b, a[i+2]/b, a[i+3]/b
	}
	for ; i < len(d); i++ {
		d[i] = a[i] / b
	}
}

func divSV[T float](d []T, a T, b []T) {
	b = b[:len(d)]
	i := 0
	for ; i < len(d)-3; i += 4 {
		d[i], d[i+1], d[i+2], d[i+3] = a/b[i], a/b[i+1], a/b[i+2], a/b[i+3]
	}
	for ; i < len(d); i++ {
		d[i] = a / b[i]
	}
}

func minVV[T float](d, a, b []T) {
	a, b = a[:len(d)], b[:len(d)]
	i := 0
	for ; i < len(d)-3; i += 4 {
		d[i], d[i+1], d[i+2], d[i+3] = min(a[i], b[i]), min(a[i+1], b[i+1]), min(a[i+2], b[i+2]), min(a[i+3], b[i+3])
	}
	for ; i < len(d); i++ {
		d[i] = min(a[i], b[i])
	}
}

func minVS[T float](d, a []T, b T) {
	a = a[:len(d)]
	i := 0
	for ; i < len(d)-3; i += 4 {
		d[i], d[i+1], d[i+2], d[i+3] = min(a[i], b), min(a[i+1], b), min(a[i+2], b), min(a[i+3], b)
	}
	for ; i < len(d); i++ {
		d[i] = min(a[i], b)
	}
}

func maxVV[T float](d, a, b []T) {
	a, b = a[:len(d)], b[:len(d)]
	i := 0
	for ; i < len(d)-3; i += 4 {
		d[i], d[i+1], d[i+2], d[i+3] = max(a[i], b[i]), max(a[i+1], b[i+1]), max(a[i+2], b[i+2]), max(a[i+3], b[i+3])
	}
	for ; i < len(d); i++ {
		d[i] = max(a[i], b[i])
	}
}

func maxVS[T float](d, a []T, b T) {
	a = a[:len(d)]
	i := 0
	for ; i < len(d)-3; i += 4 {
		d[i], d[i+1], d[i+2], d[i+3] = max(a[i], b), max(a[i+1], b), max(a[i+2], b), max(a[i+3], b)
	}
	for ; i < len(d); i++ {
		d[i] = max(a[i], b)
	}
}

// each applies a function of float64 to every lane.
func each[T float](d, a []T, f func(float64) float64) {
	a = a[:len(d)]
	for i := range d {
		d[i] = T(f(float64(a[i])))
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
