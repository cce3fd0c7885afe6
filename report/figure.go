package report

import (
	"bytes"
	"fmt"
	"image/color"
	"io"
	"path/filepath"
	"strings"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
	"gonum.org/v1/plot/vg/vgimg"
	"gonum.org/v1/plot/vg/vgsvg"
)

// Figure is a picture ready to be written: one or more panels above each other
// that share the horizontal axis.
type Figure struct {
	Title   string // a heading on the page, no part of the picture
	Caption string // what there is to see, below the picture on the page
	Kind    Kind

	panels []panel
	height vg.Length
}

// Kind tells the figures that show the course of a run from all others.
type Kind int

// The kinds of figures.
const (
	Chart Kind = iota
	RasterKind
	RatesKind
	TracesKind
)

// panel is one plot with its heading at the left and its legend at the right,
// both above the frame.
type panel struct {
	*plot.Plot
	heading string
	legend  []key
}

// key is an entry of a legend, written in its colour.
type key struct {
	name  string
	color color.NRGBA
}

// WriteFile writes the figure as PNG or SVG, by the ending of path, so that the
// file is either complete or not there.
func (f *Figure) WriteFile(path string) error {
	switch ending := strings.ToLower(filepath.Ext(path)); ending {
	case ".png":
		return writeFile(path, f.WritePNG)
	case ".svg":
		return writeFile(path, f.WriteSVG)
	default:
		return fmt.Errorf("figure %s: ending is %q, want .png or .svg", path, ending)
	}
}

// WritePNG writes the figure on white, 1800 pixels wide: sharp at 900 CSS pixels
// on screens of high density.
func (f *Figure) WritePNG(w io.Writer) error {
	canvas := vgimg.NewWith(vgimg.UseWH(figureWidth, f.height), vgimg.UseDPI(192))
	f.draw(draw.New(canvas))
	_, err := vgimg.PngCanvas{Canvas: canvas}.WriteTo(w)
	return err
}

// WriteSVG writes the figure on white.
func (f *Figure) WriteSVG(w io.Writer) error {
	_, err := f.svg(color.White).WriteTo(w)
	return err
}

// svg returns the figure on a background, none if nil.
func (f *Figure) svg(background color.Color) *bytes.Buffer {
	canvas := vgsvg.New(figureWidth, f.height)
	dc := draw.New(canvas)
	if background != nil {
		dc.SetColor(background)
		dc.Fill(dc.Rectangle.Path())
	}
	f.draw(dc)
	var b bytes.Buffer
	canvas.WriteTo(&b) // a Buffer does not fail
	text := strings.NewReplacer(
		"font-family:Liberation Sans", "font-family:'Liberation Sans',Arial,Helvetica,sans-serif",
		"font-variant:none;", "",
		"data:image/jpg;", "data:image/png;",
	).Replace(b.String())
	return bytes.NewBufferString(text)
}

// draw lays the panels out below each other, with equal frames.
func (f *Figure) draw(dc draw.Canvas) {
	rows := make([][]*plot.Plot, len(f.panels))
	for i, p := range f.panels {
		rows[i] = []*plot.Plot{p.Plot}
	}
	tiles := draw.Tiles{
		Rows: len(rows), Cols: 1,
		PadTop: f.panels[0].space(), PadY: headingSpace,
		PadLeft: 8, PadRight: 12, PadBottom: 3,
	}
	for i, row := range plot.Align(rows, tiles, dc) {
		f.panels[i].Draw(row[0])
		f.panels[i].annotate(row[0])
	}
}

// space is the room that the panel needs above its frame.
func (p panel) space() vg.Length {
	if p.heading == "" && len(p.legend) == 0 {
		return 6
	}
	return headingSpace
}

// annotate writes the heading and the legend above the frame.
func (p panel) annotate(c draw.Canvas) {
	frame := p.DataCanvas(c)
	heading := textStyle(ink)
	top := c.Max.Y + 6
	c.FillText(heading, vg.Point{X: frame.Min.X, Y: top}, p.heading)
	keys := fitting(p.legend, frame.Max.X-frame.Min.X-heading.Width(p.heading)-keySpace)
	right := frame.Max.X
	for i := len(keys) - 1; i >= 0; i-- {
		style := textStyle(keys[i].color)
		right -= style.Width(keys[i].name)
		c.FillText(style, vg.Point{X: right, Y: top}, keys[i].name)
		right -= keySpace
	}
}

// keySpace separates the entries of a legend.
const keySpace = 12 * vg.Length(1)

// fitting returns the first entries of a legend that fit into the width, and one
// that counts the rest.
func fitting(keys []key, width vg.Length) []key {
	style := textStyle(ink)
	rest := key{fmt.Sprintf("+ %d", len(keys)), ink}
	room := width - style.Width(rest.name)
	for i, k := range keys {
		room -= style.Width(k.name) + keySpace
		if room < 0 {
			rest.name = fmt.Sprintf("+ %d", len(keys)-i)
			return append(keys[:i:i], rest)
		}
	}
	return keys
}

// newPlot returns an empty plot in the house style: a light grid, thin axes, no
// minor ticks, no space between data and axes.
func newPlot(xLabel string) *plot.Plot {
	p := plot.New()
	p.BackgroundColor = nil
	p.TextHandler = textHandler
	for _, axis := range []*plot.Axis{&p.X, &p.Y} {
		axis.LineStyle.Color, axis.LineStyle.Width = frame, 0.6
		axis.Tick.LineStyle = axis.LineStyle
		axis.Tick.Length = 3
		axis.Padding = 0
		restyle(&axis.Tick.Label, ink)
		restyle(&axis.Label.TextStyle, ink)
	}
	p.X.Tick.Marker, p.Y.Tick.Marker = niceTicks{9}, niceTicks{4}
	p.X.Label.Text = xLabel
	p.X.Label.Padding = 3
	return p
}
