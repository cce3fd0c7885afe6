package random

import "testing"

func BenchmarkBlock(b *testing.B) {
	var sum uint32
	for i := range b.N {
		sum += Block(1, uint64(i), 2, 3, 0)[0]
	}
	sink = float64(sum)
}

func BenchmarkUniform(b *testing.B) {
	for i := range b.N {
		sink += Uniform(1, uint64(i), 2, 3)
	}
}

func BenchmarkNormal(b *testing.B) {
	for i := range b.N {
		sink += Normal(1, uint64(i), 2, 3)
	}
}

func BenchmarkPoisson2(b *testing.B) {
	for i := range b.N {
		sink += Poisson(1, uint64(i), 2, 3, 2)
	}
}

func BenchmarkPoissonTable2(b *testing.B) {
	var t PoissonTable
	t.Set(2)
	for i := range b.N {
		sink += t.Count(Uniform(1, uint64(i), 2, 3))
	}
}

func BenchmarkPoisson100(b *testing.B) {
	for i := range b.N {
		sink += Poisson(1, uint64(i), 2, 3, 100)
	}
}

func BenchmarkSourceUint64(b *testing.B) {
	s := NewSource(1, 2, 3)
	var sum uint64
	for range b.N {
		sum += s.Uint64()
	}
	sink = float64(sum)
}

func BenchmarkSourceIntn(b *testing.B) {
	s := NewSource(1, 2, 3)
	sum := 0
	for range b.N {
		sum += s.Intn(80000)
	}
	sink = float64(sum)
}

var sink float64
