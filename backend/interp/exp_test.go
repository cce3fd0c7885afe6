package interp

import (
	"math"
	"testing"
)

var sinkFloat float64

func BenchmarkExpNear(b *testing.B) {
	var x, d [256]float64
	for i := range x {
		x[i] = -10 + float64(i)*0.07
	}
	b.ResetTimer()
	for i := 0; i < b.N; i += 256 {
		for j := range x {
			d[j] = expNear(x[j])
		}
	}
}
func BenchmarkMathExp(b *testing.B) {
	var x, d [256]float64
	for i := range x {
		x[i] = -10 + float64(i)*0.07
	}
	b.ResetTimer()
	for i := 0; i < b.N; i += 256 {
		for j := range x {
			d[j] = math.Exp(x[j])
		}
	}
}
func BenchmarkExpm1Near(b *testing.B) {
	var x, d [256]float64
	for i := range x {
		x[i] = -10 + float64(i)*0.07
	}
	b.ResetTimer()
	for i := 0; i < b.N; i += 256 {
		for j := range x {
			d[j] = expm1Near(x[j])
		}
	}
}
