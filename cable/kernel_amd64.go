package cable

import (
	"unsafe"

	"golang.org/x/sys/cpu"
)

// widest is the number of lanes in the vectors of this machine, 8 or 4; 0: none.
func widest() int {
	switch {
	case cpu.X86.HasAVX512F:
		return 8
	case cpu.X86.HasAVX2:
		return 4
	}
	return 0
}

// vectors is where an assembly routine finds the equations of its lanes.
type vectors struct {
	g, u, v, e, b, r unsafe.Pointer
	gain             float64
}

//go:noescape
func eliminate64(links *link, n int, q *vectors)

//go:noescape
func eliminate512(links *link, n int, q *vectors)

//go:noescape
func eliminate256(links *link, n int, q *vectors)

//go:noescape
func carry64(links *link, n int, q *vectors)

//go:noescape
func carry512(links *link, n int, q *vectors)

//go:noescape
func carry256(links *link, n int, q *vectors)

//go:noescape
func substitute64(links *link, n int, q *vectors)

//go:noescape
func substitute512(links *link, n int, q *vectors)

//go:noescape
func substitute256(links *link, n int, q *vectors)

//go:noescape
func own512(drive, leak, v, b *float64, n int)

//go:noescape
func own256(drive, leak, v, b *float64, n int)

// from is q from one of its lanes on.
func (q *equations) from(lane int) vectors {
	at := func(x []float64) unsafe.Pointer { return unsafe.Pointer(&x[lane]) }
	return vectors{at(q.g), at(q.u), at(q.v), at(q.e), at(q.b), at(q.r), q.gain}
}

// atOnce is how many compartments a routine works through: some µs, since nothing can
// interrupt it.
const atOnce = 1024

// pass is one of three that solve equations.
type pass int

const (
	carrying pass = iota
	eliminating
	substituting
)

// work makes a pass over links for one lane, or for as many as stand in a vector.
func (x *vectors) work(p pass, lanes int, links []link) {
	for len(links) > 0 {
		n := min(len(links), atOnce)
		at := &links[0]
		links = links[n:]
		switch lanes {
		case 8:
			x.work512(p, at, n)
		case 4:
			x.work256(p, at, n)
		default:
			x.work64(p, at, n)
		}
	}
}

func (x *vectors) work512(p pass, links *link, n int) {
	switch p {
	case carrying:
		carry512(links, n, x)
	case eliminating:
		eliminate512(links, n, x)
	case substituting:
		substitute512(links, n, x)
	}
}

func (x *vectors) work256(p pass, links *link, n int) {
	switch p {
	case carrying:
		carry256(links, n, x)
	case eliminating:
		eliminate256(links, n, x)
	case substituting:
		substitute256(links, n, x)
	}
}

func (x *vectors) work64(p pass, links *link, n int) {
	switch p {
	case carrying:
		carry64(links, n, x)
	case eliminating:
		eliminate64(links, n, x)
	case substituting:
		substitute64(links, n, x)
	}
}

// solveVectors is solve as machine code, where there is any.
func (q *equations) solveVectors(o *order) bool {
	if width == 0 {
		return false
	}
	wide := min(width, q.lanes)
	for lane := 0; lane < q.lanes; lane += wide {
		x := q.from(lane)
		x.work(carrying, wide, o.constant)
		x.work(eliminating, wide, o.moving)
	}
	q.settle(o.roots)
	for lane := 0; lane < q.lanes; lane += wide {
		x := q.from(lane)
		x.work(substituting, wide, o.back)
	}
	return true
}

// ownVectors is own as machine code for as many elements as it can; it returns their number.
func ownVectors(drive, leak, v, b []float64) int {
	n := 0
	if width > 0 {
		n = len(b) / width * width
	}
	for at := 0; at < n; at += atOnce * Lanes {
		m := min(n-at, atOnce*Lanes)
		if width == Lanes {
			own512(&drive[at], &leak[at], &v[at], &b[at], m)
		} else {
			own256(&drive[at], &leak[at], &v[at], &b[at], m)
		}
	}
	return n
}
