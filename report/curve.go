package report

import (
	"image/color"
	"math"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// curve draws y over x as a line with gaps where a value is NaN, optionally
// filled down to the bottom of the frame, or as dots.
type curve struct {
	x, y  []float64
	color color.NRGBA
	fill  bool
	dots  bool
}

// Plot draws the curve within the frame.
func (l curve) Plot(c draw.Canvas, p *plot.Plot) {
	for _, run := range l.runs(c, p) {
		if l.dots {
			l.plotDots(c, run)
			continue
		}
		run = envelope(run)
		if l.fill {
			c.FillPolygon(faded(l.color, 0.18), c.ClipPolygonXY(l.area(run, c.Min.Y)))
		}
		c.StrokeLines(draw.LineStyle{Color: l.color, Width: 0.95}, c.ClipLinesXY(run)...)
	}
}

// runs returns the points on the canvas, cut at values that have no place there.
func (l curve) runs(c draw.Canvas, p *plot.Plot) [][]vg.Point {
	trX, trY := p.Transforms(&c)
	var runs [][]vg.Point
	var run []vg.Point
	for i := range l.x {
		if drawable(&p.X, l.x[i]) && drawable(&p.Y, l.y[i]) {
			run = append(run, vg.Point{X: trX(l.x[i]), Y: trY(l.y[i])})
			continue
		}
		if len(run) > 0 {
			runs = append(runs, run)
		}
		run = nil
	}
	if len(run) > 0 {
		runs = append(runs, run)
	}
	return runs
}

// drawable says whether a value has a place on an axis.
func drawable(axis *plot.Axis, v float64) bool {
	_, log := axis.Scale.(plot.LogScale)
	return math.Abs(v) <= huge && (!log || v > 0) // false for NaN
}

// area closes a line to a polygon that stands on the bottom of the frame.
func (curve) area(run []vg.Point, bottom vg.Length) []vg.Point {
	area := append([]vg.Point{{X: run[0].X, Y: bottom}}, run...)
	return append(area, vg.Point{X: run[len(run)-1].X, Y: bottom})
}

func (l curve) plotDots(c draw.Canvas, points []vg.Point) {
	c.SetColor(l.color)
	for _, at := range points {
		if c.Contains(at) {
			var path vg.Path
			path.Move(vg.Point{X: at.X + 2, Y: at.Y})
			path.Arc(at, 2, 0, 2*math.Pi)
			path.Close()
			c.Fill(path)
		}
	}
}

// envelope thins a line with far more points than the paper can show: of the
// points within a column of half a point's width it keeps the first, the lowest,
// the highest and the last, which looks the same.
func envelope(line []vg.Point) []vg.Point {
	const column = 0.5
	if float64(len(line)) < 4*float64(figureWidth)/column {
		return line
	}
	var thin []vg.Point
	for begin := 0; begin < len(line); {
		end, lo, hi := begin, begin, begin
		for ; end < len(line) && line[end].X < line[begin].X+column; end++ {
			if line[end].Y < line[lo].Y {
				lo = end
			}
			if line[end].Y > line[hi].Y {
				hi = end
			}
		}
		end = max(end, begin+1)
		thin = append(thin, line[begin], line[min(lo, hi)], line[max(lo, hi)], line[end-1])
		begin = end
	}
	return thin
}

// staircase turns bins of equal width into the corners of their outline.
func staircase(from, step float64, values []float64) (x, y []float64) {
	for i, v := range values {
		x = append(x, from+float64(i)*step, from+float64(i+1)*step)
		y = append(y, v, v)
	}
	return x, y
}

// gridLines draws the lines of the house grid: horizontal ones at the ticks.
type gridLines struct{}

// Plot draws a line across the frame at every tick of the vertical axis.
func (gridLines) Plot(c draw.Canvas, p *plot.Plot) {
	_, trY := p.Transforms(&c)
	style := draw.LineStyle{Color: grid, Width: 0.6}
	for _, tick := range p.Y.Tick.Marker.Ticks(p.Y.Min, p.Y.Max) {
		if y := trY(tick.Value); c.ContainsY(y) && y > c.Min.Y+0.5 {
			c.StrokeLine2(style, c.Min.X, y, c.Max.X, y)
		}
	}
}
