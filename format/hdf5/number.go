package hdf5

import (
	"math"
	"reflect"
)

// Number is a type of Go that an array of numbers is read into or written from.
type Number interface {
	int8 | int16 | int32 | int64 | uint8 | uint16 | uint32 | uint64 | float32 | float64
}

// native returns the library's type of T in memory.
func native[T Number](lib *library) id {
	return lib.native[reflect.TypeFor[T]().Kind()]
}

// exact is the largest magnitude below which every integer is a float64.
const exact = 1 << 53

func isFloat[T Number]() bool {
	one := T(1)
	return one/2 != 0
}

// convert fills dst from src, of the same length, and returns the index of the
// first value that dst cannot hold, or −1. Rounding to float32 is no loss;
// overflow, a sign or a fraction that gets lost is.
func convert[T, C Number](dst []T, src []C) int {
	bothFloat := isFloat[T]() && isFloat[C]()
	oneFloat := isFloat[T]() != isFloat[C]()
	for i, v := range src {
		t := T(v)
		dst[i] = t
		if bothFloat {
			if math.IsInf(float64(t), 0) && !math.IsInf(float64(v), 0) {
				return i
			}
			continue
		}
		if oneFloat && math.Abs(float64(v)) > exact || C(t) != v || (t < 0) != (v < 0) {
			return i
		}
	}
	return -1
}
