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
// compartment to the last bit. One division per compartment is left.
//
// Products are rounded before they are added, by explicit conversions, so that
// all kernels, on all machines, give the same bits.

// Lanes is the number of cells of equal topology that are solved side by side.
const Lanes = 8

// SolveOne solves the cable equation of one tree for the change x of its
// potentials: for each compartment
//
//	e·x + Σ g·(x − x(neighbour)) = b − Σ g·(u − u(neighbour))
//
// where the sums run over the parent, by g, and the children, by theirs. Then
// it adds gain·x to v. All have shape (compartments): parent, −1 at the first
// roots compartments; g, the axial conductance to the parent, µS; u, the
// potentials inside that drive axial currents, mV; v, the membrane's, mV, which
// may be the same column; e, the conductance of membrane and capacitance, µS; b,
// the current that enters, nA. It leaves x in b, and uses e up.
func SolveOne(roots int, parent []int32, g, u, v, e, b []float64, gain float64) {
	n := len(parent)
	if roots < 0 || len(g) != n || len(u) != n || len(v) != n || len(e) != n || len(b) != n {
		panic("BUG: cable: columns of different lengths")
	}
	for k := n - 1; k >= roots; k-- {
		p := int(parent[k])
		axial, membrane := g[k], e[k]
		a := float64(axial * (u[p] - u[k]))
		in := b[k] + a
		r := 1 / (membrane + axial)
		f := float64(axial * r)
		e[p] += float64(membrane * f)
		b[p] += float64(in*f) - a
		e[k] = f
		b[k] = float64(in * r)
	}
	for k := range roots {
		e[k] = 1 / e[k]
		b[k] = float64(b[k] * e[k])
		v[k] += float64(gain * b[k])
	}
	for k := roots; k < n; k++ {
		x := b[k] + float64(e[k]*b[parent[k]])
		b[k] = x
		v[k] += float64(gain * x)
	}
}

// SolveLanes is [SolveOne] for 8 trees of the same topology. The columns have
// shape (compartments, 8), the bits of each lane are those of SolveOne.
func SolveLanes(roots int, parent []int32, g, u, v, e, b []float64, gain float64) {
	n := len(parent) * Lanes
	if roots < 0 || len(g) != n || len(u) != n || len(v) != n || len(e) != n || len(b) != n {
		panic("BUG: cable: columns of different lengths")
	}
	for k := len(parent) - 1; k >= roots; k-- {
		p := int(parent[k])
		gk, uk, ek, bk := lane(g, k), lane(u, k), lane(e, k), lane(b, k)
		up, ep, bp := lane(u, p), lane(e, p), lane(b, p)
		for l := range Lanes {
			axial, membrane := gk[l], ek[l]
			a := float64(axial * (up[l] - uk[l]))
			in := bk[l] + a
			r := 1 / (membrane + axial)
			f := float64(axial * r)
			ek[l] = f
			bk[l] = float64(in * r)
			ep[l] += float64(membrane * f)
			bp[l] += float64(in*f) - a
		}
	}
	for i := range roots * Lanes {
		e[i] = 1 / e[i]
		b[i] = float64(b[i] * e[i])
		v[i] += float64(gain * b[i])
	}
	for k := roots; k < len(parent); k++ {
		ek, bk, vk, bp := lane(e, k), lane(b, k), lane(v, k), lane(b, int(parent[k]))
		for l := range Lanes {
			x := bk[l] + float64(ek[l]*bp[l])
			bk[l] = x
			vk[l] += float64(gain * x)
		}
	}
}

// lane returns the lanes of compartment k.
func lane(column []float64, k int) *[Lanes]float64 {
	return (*[Lanes]float64)(column[k*Lanes:])
}
