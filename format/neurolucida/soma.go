package neurolucida

import (
	"math"
	"slices"

	"github.com/cajal-sim/cajal/morph"
)

// This file makes a chain of frusta of the cell body's outline, as NEURON 8.2's
// Import3d does. One contour is cut across its longest axis at 21 places, whose
// widths become diameters, as if the body were round. Of several contours above
// each other, each becomes a circle of its mean radius.

// soma returns the points of the section that the contours stand for.
func soma(contours []*contour) []morph.Point {
	if len(contours) == 1 {
		return contours[0].lathed()
	}
	var points []morph.Point
	for _, c := range contours {
		points = append(points, c.circle())
	}
	return points
}

// places is the number of points that contours are resampled to.
const places = 101

// even returns points of the same distance in the xy plane along the outline,
// from the first point to the last one; the way back is left out, as in NEURON.
func (c *contour) even() []morph.Vec {
	path := make([]float64, len(c.points))
	for i := 1; i < len(path); i++ {
		a, b := c.points[i-1].Vec, c.points[i].Vec
		path[i] = path[i-1] + math.Sqrt(square(b[0]-a[0])+square(b[1]-a[1]))
	}
	at := make([]float64, places)
	for i := range at {
		at[i] = float64(i) * (path[len(path)-1] / (places - 1))
	}
	points := make([]morph.Vec, places)
	for k := range 3 {
		x := make([]float64, len(path))
		for i, p := range c.points {
			x[i] = p.Vec[k]
		}
		for i, v := range interpolate(at, path, x) {
			points[i][k] = v
		}
	}
	return points
}

// interpolate returns y at places of x, given at ascending xs; outside it goes on
// as it ends.
func interpolate(x, xs, ys []float64) []float64 {
	y := make([]float64, len(x))
	is := 1
	for i, at := range x {
		for is < len(xs) && at > xs[is] {
			is++
		}
		switch {
		case at <= xs[0]:
			y[i] = ys[0]
		case is == len(xs):
			y[i] = ys[len(ys)-1]
		default:
			share := (at - xs[is-1]) / (xs[is] - xs[is-1])
			y[i] = (1-share)*ys[is-1] + share*ys[is]
		}
	}
	return y
}

func mean(points []morph.Vec) (m morph.Vec) {
	for k := range m {
		for _, p := range points {
			m[k] += p[k]
		}
		m[k] /= float64(len(points))
	}
	return m
}

// circle returns the centre of the contour, with a diameter between that of its
// perimeter and that of its mean radius.
func (c *contour) circle() morph.Point {
	perimeter := 0.0
	for i, p := range c.points {
		perimeter += gap(p.Vec, c.points[(i+1)%len(c.points)].Vec)
	}
	points := c.even()
	centre, radius := mean(points), 0.0
	for _, p := range points {
		radius += gap(p, centre)
	}
	return morph.Point{Vec: centre, Diameter: radius/places + perimeter/(2*math.Pi)}
}

// lathed returns the points of the solid that has the contour's widths; none if
// all points are at one place.
func (c *contour) lathed() []morph.Point {
	points := c.even()
	centre := mean(points)
	for i := range points {
		points[i] = minus(points[i], centre)
	}
	major, minor := axes(points)
	along, across := make([]float64, places), make([]float64, places)
	for i, p := range points {
		along[i], across[i] = dot(p, major), dot(p, minor)
	}
	left, right := sides(along, across)
	if len(left.along) == 0 {
		return nil
	}
	at := levels(left, right)
	a, b := interpolate(at, left.along, left.across), interpolate(at, right.along, right.across)
	solid := make([]morph.Point, len(at))
	for i, d := range at {
		for k := range centre {
			solid[i].Vec[k] = d*major[k] + centre[k]
		}
		solid[i].Diameter = math.Abs(a[i] - b[i])
	}
	last := len(solid) - 1 // the ends are blunt
	solid[0].Diameter = (solid[0].Diameter + solid[1].Diameter) / 2
	solid[last].Diameter = (solid[last].Diameter + solid[last-1].Diameter) / 2
	return solid
}

// axes returns the longest axis of points about the origin, and the one at right
// angles to it in the xy plane.
func axes(points []morph.Vec) (major, minor morph.Vec) {
	var spread matrix
	for i := range 3 {
		for k := range 3 {
			for _, p := range points {
				spread[i][k] += p[i] * p[k]
			}
		}
	}
	values, vectors := eigen(spread)
	longest := slices.Index(values[:], slices.Max(values[:]))
	shortest := slices.Index(values[:], slices.Min(values[:]))
	middle := (3 - longest - shortest) % 3 // 0, and not 3, where all are equal
	for k := range 3 {
		major[k], minor[k] = vectors[k][longest], vectors[k][middle]
	}
	minor[2] = 0
	norm := math.Sqrt(dot(minor, minor))
	for k := range minor {
		minor[k] /= norm
	}
	return major, minor
}

// side is one side of a contour: ascending places on the axis, and the distances
// from it.
type side struct{ along, across []float64 }

// sides cuts the contour in two at its ends, and leaves out what bends back.
func sides(along, across []float64) (left, right side) {
	from := slices.Index(along, slices.Max(along))
	turn := func(x []float64) []float64 { return append(slices.Clone(x[from:]), x[:from]...) }
	along, across = turn(along), turn(across)
	to := slices.Index(along, slices.Min(along))
	right = side{along[to:], across[to:]}
	left = side{slices.Clone(along[:to]), slices.Clone(across[:to])}
	slices.Reverse(left.along)
	slices.Reverse(left.across)
	return left.ascending(), right.ascending()
}

// ascending leaves out places that do not come after the one before.
func (s side) ascending() side {
	const same = 1e-11 // what NEURON's comparisons take as equal
	for i := len(s.along) - 1; i > 0; i-- {
		if s.along[i] <= s.along[i-1]+same {
			s.along, s.across = slices.Delete(s.along, i, i+1), slices.Delete(s.across, i, i+1)
			if i < len(s.along) {
				i++
			}
		}
	}
	return s
}

// levels returns 21 places between the second and the last but one of all.
func levels(left, right side) []float64 {
	all := append(slices.Clone(left.along), right.along...)
	slices.Sort(all)
	first, last := all[1], all[len(all)-2]
	at := make([]float64, 21)
	for i := range at {
		at[i] = float64(i)*((last-first)/20) + first
	}
	return at
}
