package ir

import "math"

// EvalLinoid returns x/(eˣ−1), the voltage factor of rate equations such as
// Hodgkin & Huxley 1952, J Physiol 117:500, eq. 12. It is smooth through x = 0,
// where the quotient alone would be 0/0; beside 0, expm1 keeps it exact.
func EvalLinoid(x float64) float64 {
	switch {
	case x == 0:
		return 1
	case x > math.MaxFloat64:
		return 0
	}
	return x / math.Expm1(x)
}

// EvalLinoidExp returns EvalLinoid(x) of a finite x with e = eˣ given; near 0, where e − 1 loses its
// digits, by its series Σ Bₙxⁿ/n!.
func EvalLinoidExp(x, e float64) float64 {
	if math.Abs(x) >= 0.25 {
		return x / (e - 1)
	}
	u := x * x
	return 1 - x/2 + u*(1.0/12-u*(1.0/720-u*(1.0/30240-u*(1.0/1209600-u/47900160))))
}

// EvalExprel returns (eˣ−1)/x, smooth through x = 0.
func EvalExprel(x float64) float64 {
	switch {
	case x == 0:
		return 1
	case x > math.MaxFloat64:
		return x
	}
	return math.Expm1(x) / x
}

// EvalSurrogate returns the fast-sigmoid surrogate 1/(1+|x·steepness|)².
func EvalSurrogate(x, steepness float64) float64 {
	d := 1 + math.Abs(x*steepness)
	return 1 / (d * d)
}

// Eval1 computes a numeric operation of one argument: the meaning every
// back-end must keep.
func Eval1(op Op, x float64) float64 {
	switch op {
	case Neg:
		return -x
	case Abs:
		return math.Abs(x)
	case Floor:
		return math.Floor(x)
	case Sqrt:
		return math.Sqrt(x)
	case Exp:
		return math.Exp(x)
	case Expm1:
		return math.Expm1(x)
	case Log:
		return math.Log(x)
	case Log1p:
		return math.Log1p(x)
	case Sin:
		return math.Sin(x)
	case Cos:
		return math.Cos(x)
	case Tanh:
		return math.Tanh(x)
	case Erf:
		return math.Erf(x)
	case Linoid:
		return EvalLinoid(x)
	case Exprel:
		return EvalExprel(x)
	}
	panic("BUG: ir: no unary operation " + op.String())
}

// Eval2 computes a numeric operation of two arguments. Min and Max yield NaN
// where either argument is NaN, so that an error is never hidden.
func Eval2(op Op, x, y float64) float64 {
	switch op {
	case Add:
		return x + y
	case Sub:
		return x - y
	case Mul:
		return x * y
	case Div:
		return x / y
	case Min:
		return min(x, y)
	case Max:
		return max(x, y)
	case Pow:
		return math.Pow(x, y)
	case LinoidExp:
		return EvalLinoidExp(x, y)
	}
	panic("BUG: ir: no binary operation " + op.String())
}

// EvalMask2 computes a comparison.
func EvalMask2(op Op, x, y float64) bool {
	switch op {
	case Less:
		return x < y
	case LessEqual:
		return x <= y
	case Equal:
		return x == y
	}
	panic("BUG: ir: no comparison " + op.String())
}
