package cable

import (
	"unsafe"

	"golang.org/x/sys/cpu"
)

// width is the number of lanes in the vectors of this machine, 8 or 4; 0: none.
var width = widest()

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
func eliminate512(links *link, n int, q *vectors)

//go:noescape
func eliminate256(links *link, n int, q *vectors)

//go:noescape
func carry512(links *link, n int, q *vectors)

//go:noescape
func carry256(links *link, n int, q *vectors)

//go:noescape
func substitute512(parent *int32, n int, q *vectors, first int)

//go:noescape
func substitute256(parent *int32, n int, q *vectors, first int)

//go:noescape
func own512(drive, leak, v, b *float64, n int)

//go:noescape
func own256(drive, leak, v, b *float64, n int)

// half is q from one of its lanes on.
func (q *equations) half(lane int) vectors {
	at := func(x []float64) unsafe.Pointer { return unsafe.Pointer(&x[lane]) }
	return vectors{at(q.g), at(q.u), at(q.v), at(q.e), at(q.b), at(q.r), q.gain}
}

// each calls a routine for all links, a bounded number at a time.
func each(links []link, q *vectors, routine func(links *link, n int, q *vectors)) {
	for len(links) > 0 {
		n := min(len(links), atOnce)
		routine(&links[0], n, q)
		links = links[n:]
	}
}

// atOnce is how many compartments a routine works through: some µs, since nothing can
// interrupt it.
const atOnce = 1024

// solveVectors is solve as machine code, where there is any.
func (q *equations) solveVectors(o *order) bool {
	if width == 0 || q.lanes != Lanes {
		return false
	}
	for lane := 0; lane < Lanes; lane += width {
		x := q.half(lane)
		if width == Lanes {
			each(o.constant, &x, carry512)
			each(o.moving, &x, eliminate512)
		} else {
			each(o.constant, &x, carry256)
			each(o.moving, &x, eliminate256)
		}
	}
	q.settle(o.roots)
	for lane := 0; lane < Lanes; lane += width {
		x := q.half(lane)
		for first := o.roots; first < len(o.parent); first += atOnce {
			n := min(len(o.parent)-first, atOnce)
			if width == Lanes {
				substitute512(&o.parent[first], n, &x, first)
			} else {
				substitute256(&o.parent[first], n, &x, first)
			}
		}
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
