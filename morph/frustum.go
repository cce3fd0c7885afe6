package morph

import "math"

// stretch is what compartments need to know about a piece of a section: integrals
// over its path.
type stretch struct {
	area     float64 // lateral surface, µm²
	diameter float64 // ∫ d dx, µm²
	axial    float64 // ∫ 4 dx / (π d²), 1/µm
}

func (s stretch) add(t stretch) stretch {
	return stretch{s.area + t.area, s.diameter + t.diameter, s.axial + t.axial}
}

// frustum integrates over a truncated cone of the given length between two
// diameters. One of length 0 is a ring, whose area counts. The resistance up to a
// tip of diameter 0 is infinite; NEURON's number for it is 10¹⁵ in its own units.
func frustum(length, d0, d1 float64) stretch {
	s := stretch{
		area:     0.5 * math.Pi * (d0 + d1) * math.Hypot(length, 0.5*(d1-d0)),
		diameter: 0.5 * (d0 + d1) * length,
	}
	switch {
	case length > 0 && d0*d1 > 0:
		s.axial = 4 * length / (math.Pi * d0 * d1)
	case length > 0:
		s.axial = 4e15 / math.Pi
	}
	return s
}

// walker goes along a section once and integrates between stops.
type walker struct {
	section  *Section
	next     int     // the point ahead
	at       float64 // path so far
	diameter float64 // here
}

func newWalker(s *Section) *walker {
	return &walker{section: s, next: 1, diameter: s.Points[0].Diameter}
}

// to goes on to a stop, given as path length, and integrates over the way.
func (w *walker) to(stop float64) stretch {
	var sum stretch
	points, arc := w.section.Points, w.section.Arc
	for w.next < len(points)-1 && arc[w.next] <= stop {
		sum = sum.add(w.advance(arc[w.next], points[w.next].Diameter))
		w.next++
	}
	share := 1.0
	if gap := arc[w.next] - arc[w.next-1]; gap > 1e-10 { // NEURON's bound for points at one place
		share = (stop - arc[w.next-1]) / gap
	}
	d := (1-share)*points[w.next-1].Diameter + share*points[w.next].Diameter
	return sum.add(w.advance(stop, d))
}

// advance moves to a path length where the diameter is d.
func (w *walker) advance(to, d float64) stretch {
	s := frustum(to-w.at, w.diameter, d)
	w.at, w.diameter = to, d
	return s
}
