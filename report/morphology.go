package report

import (
	"fmt"
	"image"
	"image/color"
	"math"

	"github.com/cajal-sim/cajal/morph"
	"gonum.org/v1/plot"
	"gonum.org/v1/plot/text"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// Morphology shows a cell from the front, projected on the xy plane with y upwards,
// coloured by the types of its sections or by a value in each compartment.
// Diameters are to scale, but no line is thinner than 3/4 of a CSS pixel.
type Morphology struct {
	Title   string
	Caption string
	Cell    *morph.Tree

	Values   []float64 // one for each compartment; nil colours by type; NaN is grey
	Label    string    // of the values, "Membrane potential"
	Unit     string
	Min, Max float64 // range of the colours; that of the values unless Min < Max

	Marks []int // compartments to be marked with a ring, for a synapse or an electrode

	Height float64 // of the picture in CSS pixels; 0 means 640
}

// Figure lays the drawing out, with a legend or a colour bar, and a bar that shows
// the scale.
func (m Morphology) Figure() *Figure {
	if m.Values != nil && len(m.Values) != len(m.Cell.Compartments) {
		panic(fmt.Sprintf("BUG: report: %d values for %d compartments", len(m.Values), len(m.Cell.Compartments)))
	}
	p := newPlot("")
	p.HideAxes()
	one := panel{Plot: p}
	drawing := &cellDrawing{Tree: m.Cell, marks: m.Marks}
	if m.Values == nil {
		one.legend = drawing.colorTypes()
	} else {
		one.heading = labelled(m.Label, m.Unit)
		drawing.colorValues(m.Values, m.colorRange())
	}
	p.Add(drawing)
	return &Figure{Title: m.Title, Caption: m.Caption, panels: []panel{one}, height: points(m.Height, 640)}
}

// colorRange returns the range of the colours.
func (m Morphology) colorRange() span {
	if m.Min < m.Max {
		return span{m.Min, m.Max}
	}
	s := nothing()
	s.cover(m.Values, false)
	if !(s.lo < s.hi) {
		return s.padded()
	}
	return s
}

// cellDrawing paints a cell.
type cellDrawing struct {
	*morph.Tree
	colors []color.NRGBA // of the compartments
	bar    *span         // of the values, nil for none
	marks  []int         // compartments
}

// typeColors are the colours of the known types; others take turns with the rest.
var typeColors = map[morph.Type]color.NRGBA{
	morph.Soma: ink, morph.Axon: series[0], morph.Dend: series[1], morph.Apic: series[2],
}

// colorTypes colours compartments by type and returns the legend.
func (d *cellDrawing) colorTypes() []key {
	var legend []key
	known := map[morph.Type]color.NRGBA{}
	for _, c := range d.Compartments {
		t := d.Morphology.Sections[c.Section].Type
		shade, ok := known[t]
		if !ok {
			if shade, ok = typeColors[t]; !ok {
				shade = seriesColor(3 + int(t)%5)
			}
			known[t] = shade
			legend = append(legend, key{t.String(), shade})
		}
		d.colors = append(d.colors, shade)
	}
	return legend
}

func (d *cellDrawing) colorValues(values []float64, s span) {
	d.bar = &s
	for _, v := range values {
		shade := grid
		if !math.IsNaN(v) {
			shade = gradient((v - s.lo) / (s.hi - s.lo))
		}
		d.colors = append(d.colors, shade)
	}
}

// viridis is the lower part of the colour map of that name, dark to light, by
// Smith and van der Walt 2015; the last eighth would not show on white paper.
var viridis = []color.NRGBA{
	{0x44, 0x01, 0x54, 0xff}, {0x47, 0x2d, 0x7b, 0xff}, {0x3b, 0x52, 0x8b, 0xff}, {0x2c, 0x72, 0x8e, 0xff},
	{0x21, 0x91, 0x8c, 0xff}, {0x28, 0xae, 0x80, 0xff}, {0x5e, 0xc9, 0x62, 0xff}, {0xad, 0xdc, 0x30, 0xff},
}

// gradient returns the colour at a share of the range, 0 to 1; beyond it the last
// colour goes on.
func gradient(share float64) color.NRGBA {
	at := min(max(share, 0), 1) * float64(len(viridis)-1)
	i := min(int(at), len(viridis)-2)
	a, b, f := viridis[i], viridis[i+1], at-float64(i)
	mix := func(a, b uint8) uint8 { return uint8(math.Round((1-f)*float64(a) + f*float64(b))) }
	return color.NRGBA{mix(a.R, b.R), mix(a.G, b.G), mix(a.B, b.B), 0xff}
}

// Plot paints the cell as large as the canvas allows; the soma comes last, so that
// it lies above what starts in it.
func (d *cellDrawing) Plot(c draw.Canvas, _ *plot.Plot) {
	if d.bar != nil {
		drawColorBar(c, *d.bar)
		c = draw.Crop(c, 0, -colorBarSpace, 0, 0)
	}
	view := d.fit(c)
	for _, soma := range []bool{false, true} {
		for i, comp := range d.Compartments {
			if d.isSoma(comp.Section) == soma {
				d.compartment(c, view, i)
			}
		}
	}
	for _, i := range d.marks {
		d.mark(c, view.point(d.Compartments[i].Centre))
	}
	view.scaleBar(c)
}

// mark draws a ring that is seen on any colour.
func (d *cellDrawing) mark(c draw.Canvas, at vg.Point) {
	for _, line := range []draw.LineStyle{{Color: color.White, Width: 3.5}, {Color: markColor, Width: 1.5}} {
		c.SetLineStyle(line)
		var ring vg.Path
		ring.Move(vg.Point{X: at.X + markRadius, Y: at.Y})
		ring.Arc(at, markRadius, 0, 2*math.Pi)
		ring.Close()
		c.Stroke(ring)
	}
}

// markRadius is that of rings, and markColor is in no legend.
const markRadius = 4 * vg.Length(1)

var markColor = color.NRGBA{0xd6, 0x27, 0x28, 0xff}

func (d *cellDrawing) isSoma(section int) bool {
	return d.Morphology.Sections[section].Type == morph.Soma
}

// compartment strokes the way through one compartment, or fills the sphere that a
// cylinder as long as wide stands for.
func (d *cellDrawing) compartment(c draw.Canvas, view cellView, i int) {
	comp := &d.Compartments[i]
	s := &d.Morphology.Sections[comp.Section]
	shade := d.colors[i]
	if lo, hi := d.Range(comp.Section); hi-lo == 1 && d.isSoma(comp.Section) && math.Abs(s.Length()/comp.Diameter-1) < 0.01 {
		style := draw.GlyphStyle{Color: shade, Radius: max(view.length(comp.Diameter)/2, 1), Shape: draw.CircleGlyph{}}
		c.DrawGlyph(style, view.point(comp.Centre))
		return
	}
	width := max(view.length(comp.Diameter), 0.56)
	c.StrokeLines(draw.LineStyle{Color: shade, Width: width}, view.path(s, comp))
}

// cellView maps space to the canvas.
type cellView struct {
	left, bottom float64 // µm, at origin
	origin       vg.Point
	scale        vg.Length // of 1 µm
}

// fit returns the view that shows all of the cell in the middle of the canvas.
func (d *cellDrawing) fit(c draw.Canvas) cellView {
	x, y := nothing(), nothing()
	for _, s := range d.Morphology.Sections {
		for _, p := range s.Points {
			r := p.Diameter / 2
			x.cover([]float64{p.Vec[0] - r, p.Vec[0] + r}, false)
			y.cover([]float64{p.Vec[1] - r, p.Vec[1] + r}, false)
		}
	}
	size := c.Rectangle.Size()
	scale := min(size.X/vg.Length(x.hi-x.lo), (size.Y-scaleBarSpace)/vg.Length(y.hi-y.lo))
	return cellView{
		left: x.lo, bottom: y.lo, scale: scale,
		origin: vg.Point{
			X: c.Min.X + (size.X-scale*vg.Length(x.hi-x.lo))/2,
			Y: c.Min.Y + scaleBarSpace + (size.Y-scaleBarSpace-scale*vg.Length(y.hi-y.lo))/2,
		},
	}
}

func (v cellView) length(um float64) vg.Length { return v.scale * vg.Length(um) }

func (v cellView) point(p morph.Vec) vg.Point {
	return vg.Point{X: v.origin.X + v.length(p[0]-v.left), Y: v.origin.Y + v.length(p[1]-v.bottom)}
}

// path returns the points of the way through a compartment.
func (v cellView) path(s *morph.Section, c *morph.Compartment) []vg.Point {
	way := []vg.Point{v.point(c.Start)}
	middle := c.Position * s.Length()
	for k, at := range s.Arc {
		if math.Abs(at-middle) < 0.4999*c.Length {
			way = append(way, v.point(s.Points[k].Vec))
		}
	}
	return append(way, v.point(c.End))
}

// scaleBarSpace is the room below a cell for the bar that shows the scale.
const scaleBarSpace = 20 * vg.Length(1)

// scaleBar draws a bar of a round length, about 80 points long.
func (v cellView) scaleBar(c draw.Canvas) {
	um := niceStep(50 / float64(v.scale))
	from := vg.Point{X: c.Min.X, Y: c.Min.Y + 5}
	to := vg.Point{X: from.X + v.length(um), Y: from.Y}
	c.StrokeLine2(draw.LineStyle{Color: ink, Width: 1.5}, from.X, from.Y, to.X, to.Y)
	style := textStyle(ink)
	style.YAlign = text.YCenter
	c.FillText(style, vg.Point{X: to.X + 5, Y: to.Y}, fmt.Sprintf("%g µm", um))
}

// colorBarSpace is the room at the right of a cell for the bar that explains the
// colours.
const colorBarSpace = 60 * vg.Length(1)

// drawColorBar draws the colours of a range at the right of the canvas.
func drawColorBar(c draw.Canvas, s span) {
	const steps = 256
	height := c.Max.Y - c.Min.Y
	bar := vg.Rectangle{
		Min: vg.Point{X: c.Max.X - colorBarSpace + 16, Y: c.Min.Y + 0.2*height},
		Max: vg.Point{X: c.Max.X - colorBarSpace + 26, Y: c.Max.Y - 0.2*height},
	}
	// Browsers keep the proportions of pictures, so that this one has the bar's.
	size := bar.Size()
	picture := image.NewNRGBA(image.Rect(0, 0, max(int(steps*size.X/size.Y), 1), steps))
	for i := range steps {
		shade := gradient(1 - float64(i)/(steps-1))
		for k := range picture.Rect.Dx() {
			picture.SetNRGBA(k, i, shade)
		}
	}
	c.DrawImage(bar, picture)
	style := textStyle(ink)
	style.YAlign = text.YCenter
	for _, tick := range (niceTicks{6}).Ticks(s.lo, s.hi) {
		y := bar.Min.Y + vg.Length((tick.Value-s.lo)/(s.hi-s.lo))*(bar.Max.Y-bar.Min.Y)
		c.StrokeLine2(draw.LineStyle{Color: frame, Width: 0.6}, bar.Max.X, y, bar.Max.X+3, y)
		c.FillText(style, vg.Point{X: bar.Max.X + 5, Y: y}, tick.Label)
	}
}
