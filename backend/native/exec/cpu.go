package exec

// Features are the sets of vector instructions that kernels are made of.
type Features struct {
	AVX2   bool // with FMA and BMI1
	AVX512 bool // F, DQ, BW and VL
}
