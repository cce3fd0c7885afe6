package script

import (
	"fmt"
	"math"

	"github.com/cajal-sim/cajal/morph"
	"github.com/cajal-sim/cajal/unit"
	"go.starlark.net/starlark"
)

// Section is an unbranched run of a cell, made by section() or read from a file.
// Called with a position from 0 to 1 it is a place: dend(0.5).
type Section struct {
	kind   morph.Type
	name   string // that of its cell, dend[3]; the type before it has one
	form   form
	parent *Section // nil for a root
	at     float64  // on the parent
	count  int      // compartments; 0: the cell's rule decides
}

// form is what a script says of a section's shape: points, or a length and diameters
// that are equally far apart on it.
type form struct {
	points    []morph.Point
	length    float64   // µm
	diameters []float64 // µm
}

func (d *Section) String() string        { return d.name }
func (d *Section) Type() string          { return "section" }
func (d *Section) Freeze()               {}
func (d *Section) Truth() starlark.Bool  { return true }
func (d *Section) Hash() (uint32, error) { return starlark.String(d.name).Hash() }
func (d *Section) Name() string          { return d.name }

// CallInternal is the place dend(0.5).
func (d *Section) CallInternal(thread *starlark.Thread, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	c := &call{thread: thread, name: d.name, args: args, kwargs: kwargs}
	var position float64
	if err := c.bind("position", &position); err != nil {
		return nil, err
	}
	return c.place(d, "position", position)
}

// AttrNames lists what can be asked of a section.
func (d *Section) AttrNames() []string { return []string{"L", "diam", "name", "parent"} }

// Attr is the length, the mean diameter, the name or the parent.
func (d *Section) Attr(name string) (starlark.Value, error) {
	switch name {
	case "name":
		return starlark.String(d.name), nil
	case "L":
		return micrometres(d.form.extent()), nil
	case "diam":
		s := d.in(morph.Vec{}, 0)
		return micrometres(s.Diameter()), nil
	case "parent":
		if d.parent != nil {
			return d.parent, nil
		}
		return starlark.None, nil
	}
	return nil, nil
}

// micrometres makes the Starlark value of a length.
func micrometres(x float64) starlark.Value {
	return quantity(unit.Quantity{Value: x, Dim: unit.Length})
}

// section is section(type, …): a piece of a cell to be, by length and diameter or by points.
func (s *session) section(c *call) (starlark.Value, error) {
	var kind string
	length := amount{dim: unit.Length}
	var diameters, points, parent starlark.Value
	d := &Section{at: 1}
	if err := c.bind("type", &kind, "L?", &length, "diam?", &diameters, "parent?", &parent, "at?", &d.at,
		"compartments?", &d.count, "points?", &points); err != nil {
		return nil, err
	}
	var err error
	if d.kind, err = morph.ParseType(kind); err != nil {
		return nil, c.wrong("type", ": %v", err)
	}
	d.name = d.kind.String()
	if d.count < 0 {
		return nil, c.wrong("compartments", "is %d, want 1 or more", d.count)
	}
	if d.form, err = c.form(length, diameters, points); err != nil {
		return nil, err
	}
	return d, c.attach(d, parent)
}

// attach sets the parent of a section.
func (c *call) attach(d *Section, parent starlark.Value) error {
	if parent == nil {
		return nil
	}
	p, ok := parent.(*Section)
	if !ok {
		return c.wrong("parent", "is %s, want a section", described(parent))
	}
	if !(d.at >= 0 && d.at <= 1) {
		return c.wrong("at", "is %g, want a position on the parent, 0 to 1", d.at)
	}
	d.parent = p
	return nil
}

// form binds what says how long and how thick a section is.
func (c *call) form(length amount, diameters, points starlark.Value) (f form, err error) {
	if points != nil {
		if length.given || diameters != nil {
			return f, c.wrong("points", "say where the section is: leave L and diam out")
		}
		f.points, err = c.points(points)
		return f, err
	}
	if !length.given || diameters == nil {
		return f, c.wrong("", "L or diam is missing; want section(type, L = 100*um, diam = 2*um, …) or points = [(x, y, z, diameter), …]")
	}
	if !(length.value > 0) || math.IsInf(length.value, 1) {
		return f, c.wrong("L", "is %g um, want more than 0", length.value)
	}
	f.length = length.value
	n, ok := toNumbers(diameters)
	if !ok || len(n.values) == 0 {
		return f, c.wrong("diam", "is %s, want a length, or a list of them from one end to the other", described(diameters))
	}
	for i := range n.values {
		x, err := fit(unit.Quantity{Value: n.values[i], Dim: n.dim}, unit.Length)
		switch {
		case err != nil:
			return f, c.wrong("diam", "%v", err)
		case !(x > 0) || math.IsInf(x, 1):
			return f, c.wrong("diam", "is %g um, want more than 0", x)
		}
		f.diameters = append(f.diameters, x)
	}
	return f, nil
}

// points reads a list of (x, y, z, diameter).
func (c *call) points(v starlark.Value) ([]morph.Point, error) {
	list, ok := v.(starlark.Sequence)
	if !ok || list.Len() < 2 {
		return nil, c.wrong("points", "is %s, want a list of two or more (x, y, z, diameter)", described(v))
	}
	var all []morph.Point
	for i, x := range elements(list) {
		n, ok := toNumbers(x)
		if !ok || len(n.values) != 4 || n.dim != unit.Length {
			return nil, c.wrong("points", "has %s as element %d, want (x, y, z, diameter), a length each", described(x), i)
		}
		all = append(all, morph.Point{Vec: morph.Vec(n.values[:3]), Diameter: n.values[3]})
	}
	return all, nil
}

// extent is the length of a form, µm.
func (f *form) extent() float64 {
	if f.points == nil {
		return f.length
	}
	s := morph.Section{Points: f.points, Arc: arcOf(f.points)}
	return s.Length()
}

func arcOf(points []morph.Point) []float64 {
	arc := make([]float64, len(points))
	for i := range points[1:] {
		a, b := points[i].Vec, points[i+1].Vec
		arc[i+1] = arc[i] + math.Hypot(math.Hypot(b[0]-a[0], b[1]-a[1]), b[2]-a[2])
	}
	return arc
}

// in is the section in space: where its points are or, if it has none, straight from a
// point into a direction of the plane, in radians from the x axis.
func (d *Section) in(from morph.Vec, angle float64) morph.Section {
	out := morph.Section{Type: d.kind, Parent: morph.Root, At: d.at}
	if d.form.points != nil {
		out.Points, out.Arc = d.form.points, arcOf(d.form.points)
		return out
	}
	n := max(len(d.form.diameters)-1, 1)
	for i := range n + 1 {
		way := d.form.length * float64(i) / float64(n)
		at := morph.Vec{from[0] + way*math.Cos(angle), from[1] + way*math.Sin(angle), from[2]}
		out.Points = append(out.Points, morph.Point{Vec: at, Diameter: d.form.diameters[min(i, len(d.form.diameters)-1)]})
		out.Arc = append(out.Arc, way)
	}
	return out
}

// place makes a place on a section.
func (c *call) place(d *Section, name string, position float64) (starlark.Value, error) {
	if !(position >= 0 && position <= 1) {
		return nil, c.wrong(name, "is %g, want 0, at the start of the section, to 1, at its end", position)
	}
	return &Place{d, position}, nil
}

// Place is a position on a section, 0 to 1.
type Place struct {
	section  *Section
	position float64
}

func (p *Place) String() string        { return fmt.Sprintf("%s(%g)", p.section, p.position) }
func (p *Place) Type() string          { return "place" }
func (p *Place) Freeze()               {}
func (p *Place) Truth() starlark.Bool  { return true }
func (p *Place) Hash() (uint32, error) { return starlark.String(p.String()).Hash() }

// AttrNames lists what can be asked of a place.
func (p *Place) AttrNames() []string { return []string{"position", "section"} }

// Attr is the section or the position on it.
func (p *Place) Attr(name string) (starlark.Value, error) {
	switch name {
	case "position":
		return starlark.Float(p.position), nil
	case "section":
		return p.section, nil
	}
	return nil, nil
}
