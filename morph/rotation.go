package morph

import "math"

// Rotation is a rotation of space about its origin, as a matrix by rows.
type Rotation [3]Vec

// Euler returns the rotation about the z axis, then the y axis, then the x axis
// of the world, counter-clockwise by angles in radians: the order of SONATA's
// rotation_angle_zaxis, _yaxis and _xaxis.
func Euler(x, y, z float64) Rotation {
	sx, cx := math.Sincos(x)
	sy, cy := math.Sincos(y)
	sz, cz := math.Sincos(z)
	aboutX := Rotation{{1, 0, 0}, {0, cx, -sx}, {0, sx, cx}}
	aboutY := Rotation{{cy, 0, sy}, {0, 1, 0}, {-sy, 0, cy}}
	aboutZ := Rotation{{cz, -sz, 0}, {sz, cz, 0}, {0, 0, 1}}
	return aboutX.after(aboutY.after(aboutZ))
}

// Quaternion returns the rotation of the quaternion w + xi + yj + zk, SONATA's
// orientation_w and so on, which need not be normalised but must not be zero.
func Quaternion(w, x, y, z float64) Rotation {
	n := math.Sqrt(w*w + x*x + y*y + z*z)
	w, x, y, z = w/n, x/n, y/n, z/n
	return Rotation{
		{1 - 2*(y*y+z*z), 2 * (x*y - w*z), 2 * (x*z + w*y)},
		{2 * (x*y + w*z), 1 - 2*(x*x+z*z), 2 * (y*z - w*x)},
		{2 * (x*z - w*y), 2 * (y*z + w*x), 1 - 2*(x*x+y*y)},
	}
}

// Of returns the rotated vector.
func (r Rotation) Of(v Vec) Vec {
	var out Vec
	for i, row := range r {
		out[i] = row[0]*v[0] + row[1]*v[1] + row[2]*v[2]
	}
	return out
}

// after returns the rotation that applies first, then r.
func (r Rotation) after(first Rotation) Rotation {
	var out Rotation
	for i := range 3 {
		column := r.Of(Vec{first[0][i], first[1][i], first[2][i]})
		for k := range 3 {
			out[k][i] = column[k]
		}
	}
	return out
}

// Rotated returns the cell turned about the origin of space. Areas, lengths and
// resistances keep every bit.
func (m *Morphology) Rotated(r Rotation) *Morphology { return m.mapped(r.Of) }

// Moved returns the cell moved by a vector.
func (m *Morphology) Moved(by Vec) *Morphology { return m.mapped(by.add) }

// Recentred returns the cell moved so that the centre of its soma is the origin
// of space.
func (m *Morphology) Recentred() *Morphology { return m.Moved(m.Centre().scale(-1)) }

// Centre returns the mean of the points of the soma, BMTK's centre of a cell, or
// the first point of the root where there is no soma.
func (m *Morphology) Centre() Vec {
	var sum Vec
	n := 0
	for _, i := range m.OfType(Soma) {
		for _, p := range m.Sections[i].Points {
			sum = sum.add(p.Vec)
			n++
		}
	}
	if n == 0 {
		return m.Sections[m.Root()].Points[0].Vec
	}
	return sum.scale(1 / float64(n))
}

// mapped returns a copy with all points changed by f, an isometry, so that the
// path lengths stay.
func (m *Morphology) mapped(f func(Vec) Vec) *Morphology {
	out := *m
	out.Sections = append([]Section(nil), m.Sections...)
	for i := range out.Sections {
		s := &out.Sections[i]
		points := make([]Point, len(s.Points))
		for k, p := range s.Points {
			points[k] = Point{f(p.Vec), p.Diameter}
		}
		s.Points = points
	}
	return &out
}
