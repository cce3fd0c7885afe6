package cable

// The kernels eliminate from the leaves to the roots. Seen from its parent, a
// compartment with everything behind it is one conductance: that of its own
// membrane and subtrees, e, in series with the axial one, g. So
//
//	e(parent) += e·g/(e+g)
//
// which, unlike the usual elimination of the full diagonal, subtracts nothing:
// every digit survives where g is many times e, joints (e = 0 but for their
// subtrees) need no case of their own, and a conductance of 2¹⁰⁰ µS holds a
// compartment to the last bit. One division per compartment is left, and none
// where e is the same in every step.
//
// Each works on one tree, or on Lanes of equal topology side by side, as the
// columns' length says. Products are rounded before they are added, by explicit
// conversions, so that all kernels, in Go and as machine code, give the same bits.

// Lanes is the number of cells of equal topology that are solved side by side.
const Lanes = 8

// width is the number of lanes that machine code takes at a time; 0: there is none.
var width = widest()

// link is the rows of a compartment and of its parent.
type link struct{ k, p int32 }

// equations is a group's piece of the columns.
type equations struct {
	lanes   int
	g, u, v []float64 // axial conductance, what drives axial currents, the membrane's potential
	e, b, r []float64
	gain    float64
}

// solve takes potentials to the end of a step, and leaves their changes in b.
func (q *equations) solve(o *order) {
	if q.solveVectors(o) {
		return
	}
	q.carry(o.constant)
	q.eliminate(o.moving)
	q.settle(o.roots)
	q.substitute(o.back)
}

// own sets b to the current that the leak lets in: drive − leak·v.
func own(drive, leak, v, b []float64) {
	for i := ownVectors(drive, leak, v, b); i < len(b); i++ {
		b[i] = drive[i] - float64(leak[i]*v[i])
	}
}

// eliminate takes compartments into their parents' equations, from the leaves on.
// Of each it leaves f = g/(e+g) in e and, in b, the change of its potential with
// its parent's held.
func (q *equations) eliminate(links []link) {
	n := q.lanes
	for _, l := range links {
		k, p := int(l.k)*n, int(l.p)*n
		for range n {
			axial, membrane := q.g[k], q.e[k]
			a := float64(axial * (q.u[p] - q.u[k]))
			in := q.b[k] + a
			r := 1 / (membrane + axial)
			f := float64(axial * r)
			q.e[p] += float64(membrane * f)
			q.b[p] += float64(in*f) - a
			q.e[k] = f
			q.b[k] = float64(in * r)
			k++
			p++
		}
	}
}

// carry is eliminate where e has f already, and r = 1/(e+g), from earlier steps.
func (q *equations) carry(links []link) {
	n := q.lanes
	for _, l := range links {
		k, p := int(l.k)*n, int(l.p)*n
		for range n {
			a := float64(q.g[k] * (q.u[p] - q.u[k]))
			in := q.b[k] + a
			q.b[p] += float64(in*q.e[k]) - a
			q.b[k] = float64(in * q.r[k])
			k++
			p++
		}
	}
}

// prepare makes what carry needs of the conductances e.
func (q *equations) prepare(links []link) {
	n := q.lanes
	for _, l := range links {
		k, p := int(l.k)*n, int(l.p)*n
		for range n {
			axial, membrane := q.g[k], q.e[k]
			q.r[k] = 1 / (membrane + axial)
			q.e[k] = float64(axial * q.r[k])
			q.e[p] += float64(membrane * q.e[k])
			k++
			p++
		}
	}
}

// settle solves roots, given by their rows.
func (q *equations) settle(roots []int32) {
	n := q.lanes
	for _, row := range roots {
		for k := int(row) * n; k < int(row+1)*n; k++ {
			q.e[k] = 1 / q.e[k]
			q.b[k] = float64(q.b[k] * q.e[k])
			q.v[k] += float64(q.gain * q.b[k])
		}
	}
}

// substitute solves compartments, from the roots on, given their parents' changes.
func (q *equations) substitute(links []link) {
	n := q.lanes
	for _, l := range links {
		k, p := int(l.k)*n, int(l.p)*n
		for range n {
			x := q.b[k] + float64(q.e[k]*q.b[p])
			q.b[k] = x
			q.v[k] += float64(q.gain * x)
			k++
			p++
		}
	}
}
