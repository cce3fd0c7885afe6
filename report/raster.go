package report

import (
	"fmt"
	"image"
	"image/color"
	"math"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// rasterLimit is the number of spikes beyond which a raster shows only every
// n-th cell: more would merge into a plain surface.
const rasterLimit = 20000

// Raster shows spikes over time, a row for each cell and a band for each
// population, the first at the top and cell 0 at the bottom of its band. The
// bands' heights grow with the populations' sizes.
type Raster struct {
	Title       string
	Populations []Spikes
	Height      float64 // of the picture in CSS pixels; 0 means 480, or less for few cells
}

// Figure lays the raster out. Where cells are left out its caption says so.
func (r Raster) Figure() *Figure {
	times := windows(r.Populations)
	time := newClock(times)
	p := newPlot(time.label)
	time.set(times, &p.X)
	p.Y.Min, p.Y.Max = 0, 1
	p.Y.Tick.Length = 0
	bands, thinned := r.bands()
	var labels plot.ConstantTicks
	for _, b := range bands {
		b.unit = time.unit
		labels = append(labels, plot.Tick{Value: (b.lo + b.hi) / 2, Label: shortened(b.Name)})
		p.Add(b)
	}
	p.Y.Tick.Marker = labels
	return &Figure{
		Title: r.Title, Caption: thinned, Kind: RasterKind, height: points(r.Height, r.standardHeight()),
		panels: []panel{{Plot: p, heading: r.silence()}},
	}
}

// standardHeight is that of 480 pixels, or what few cells need.
func (r Raster) standardHeight() float64 {
	cells := 0
	for _, p := range r.Populations {
		cells += p.N
	}
	return min(480, 60+40*float64(max(cells, 1)))
}

// silence explains an empty raster, which might pass for a broken one.
func (r Raster) silence() string {
	for _, p := range r.Populations {
		if p.Train.Spikes() > 0 {
			return ""
		}
	}
	return "No spikes"
}

// shortened cuts a name that would leave too little room for the spikes.
func shortened(name string) string {
	const most = 24
	if runes := []rune(name); len(runes) > most {
		return string(runes[:most-1]) + "…"
	}
	return name
}

// band is the part of a raster that shows one population.
type band struct {
	Spikes
	lo, hi float64 // share of the height, 0 at the bottom
	every  int     // cells 0, every, 2·every … are shown
	dot    int     // size of a spike in pixels, unless there is room for strokes
	color  color.NRGBA
	unit   float64 // of the time axis, ms
}

// bands divides the height: in proportion to the number of cells, but so that the
// smallest band holds its label. The limit on spikes is divided likewise.
func (r Raster) bands() (bands []band, thinned string) {
	const least = 0.05
	cells := 0
	for _, p := range r.Populations {
		cells += p.N
	}
	shares, whole := make([]float64, len(r.Populations)), 0.0
	for i, p := range r.Populations {
		shares[i] = max(least, float64(p.N)/float64(max(cells, 1)))
		whole += shares[i]
	}
	top, most, shown := 1.0, 1, 0
	for i, p := range r.Populations {
		share, spikes := shares[i]/whole, p.Train.Spikes()
		every := max(1, int(math.Ceil(float64(spikes)/(share*rasterLimit))))
		bands = append(bands, band{Spikes: p, lo: top - share, hi: top, every: every, color: seriesColor(i)})
		top -= share
		most = max(most, every)
		shown += spikes / every
	}
	for i := range bands {
		bands[i].dot = dotWidth(shown)
	}
	if most > 1 {
		thinned = fmt.Sprintf("For legibility only some cells are shown, down to 1 in %d.", most)
	}
	return bands, thinned
}

// dotWidth returns the width in pixels of so many spikes: 5 for a few thousand, 3
// where wider ones would merge.
func dotWidth(spikes int) int {
	return min(max(int(360/math.Sqrt(float64(spikes)+1)), 3), 5)
}

// Plot paints the spikes into a picture of the band and a line below it.
func (b band) Plot(c draw.Canvas, p *plot.Plot) {
	rect := onPixels(vg.Rectangle{
		Min: vg.Point{X: c.Min.X, Y: c.Y(b.lo)},
		Max: vg.Point{X: c.Max.X, Y: c.Y(b.hi)},
	})
	size := rect.Size()
	picture := b.paint(int(size.X/pixel+0.5), int(size.Y/pixel+0.5), p.X.Min*b.unit, p.X.Max*b.unit)
	c.DrawImage(rect, picture)
	if b.lo > 1e-9 {
		y := c.Y(b.lo)
		c.StrokeLine2(draw.LineStyle{Color: grid, Width: 0.6}, c.Min.X, y, c.Max.X, y)
	}
}

// pixel is the width of a dot of the pictures in points; PNG files have the same.
const pixel = 72 / vg.Length(192)

// onPixels shrinks a rectangle to whole pixels, so that a picture in it is not
// blurred.
func onPixels(r vg.Rectangle) vg.Rectangle {
	up := func(l vg.Length) vg.Length { return pixel * vg.Length(math.Ceil(float64(l/pixel)-1e-6)) }
	down := func(l vg.Length) vg.Length { return pixel * vg.Length(math.Floor(float64(l/pixel)+1e-6)) }
	return vg.Rectangle{
		Min: vg.Point{X: up(r.Min.X), Y: up(r.Min.Y)},
		Max: vg.Point{X: down(r.Max.X), Y: down(r.Max.Y)},
	}
}

// paint draws the spikes between from and to, in ms, as upright strokes into a
// transparent picture of the given size. Strokes that overlap grow darker.
func (b band) paint(width, height int, from, to float64) image.Image {
	width, height = max(width, 1), max(height, 1)
	picture := image.NewNRGBA(image.Rect(0, 0, width, height))
	rows := (b.N + b.every - 1) / b.every
	pitch := float64(height) / float64(max(rows, 1))
	wide, tall := b.dot, b.dot
	if pitch > 10 { // room for strokes, which tell close spikes apart
		wide, tall = 3, min(int(0.75*pitch), 28)
	}
	for k, t := range b.Times {
		cell := int(b.Cells[k])
		if t < b.From || t >= b.To || cell%b.every != 0 {
			continue
		}
		x := int((t-from)/(to-from)*float64(width)) - wide/2
		y := height - int((float64(cell/b.every)+0.5)*pitch) - (tall+1)/2
		stroke(picture, image.Rect(x, y, x+wide, y+tall), b.color)
	}
	return picture
}

// stroke darkens a rectangle by 8/10 of what it still lacks to full colour.
func stroke(picture *image.NRGBA, r image.Rectangle, c color.NRGBA) {
	r = r.Intersect(picture.Bounds())
	for y := r.Min.Y; y < r.Max.Y; y++ {
		for x := r.Min.X; x < r.Max.X; x++ {
			a := int(picture.NRGBAAt(x, y).A)
			c.A = uint8(a + (255-a)*8/10)
			picture.SetNRGBA(x, y, c)
		}
	}
}

// points turns CSS pixels into points, a standard number of them if 0.
func points(pixels, standard float64) vg.Length {
	if pixels == 0 {
		pixels = standard
	}
	return vg.Length(0.75 * pixels)
}
