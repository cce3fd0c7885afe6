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

	panels []panel
	height vg.Length
}

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
		PadTop: headingSpace, PadY: headingSpace,
		PadLeft: 2, PadRight: 10, PadBottom: 2,
	}
	for i, row := range plot.Align(rows, tiles, dc) {
		f.panels[i].Draw(row[0])
		f.panels[i].annotate(row[0])
	}
}

// annotate writes the heading and the legend above the frame.
func (p panel) annotate(c draw.Canvas) {
	left, right := c.Min.X+2, p.DataCanvas(c).Max.X
	top := c.Max.Y + 5
	heading := textStyle(ink)
	c.FillText(heading, vg.Point{X: left, Y: top}, p.heading)
	for i := len(p.legend) - 1; i >= 0; i-- {
		style := textStyle(p.legend[i].color)
		right -= style.Width(p.legend[i].name)
		c.FillText(style, vg.Point{X: right, Y: top}, p.legend[i].name)
		right -= 12
	}
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
