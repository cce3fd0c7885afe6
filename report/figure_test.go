package report

import (
	"bytes"
	"fmt"
	"image"
	"image/png"
	"math"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"testing"

	"github.com/cajal-sim/cajal/analysis"
	"gonum.org/v1/plot/vg"
)

// Every figure must be drawn, and its SVG parse, whatever the data.
func TestFiguresOfOddData(t *testing.T) {
	nan, inf := math.NaN(), math.Inf(1)
	silent := Spikes{"silent", analysis.Train{N: 5, To: 100}}
	for name, f := range map[string]*Figure{
		"no populations":      Raster{}.Figure(),
		"no rates":            Rates{}.Figure(),
		"no traces":           Traces{}.Figure(),
		"no spectra":          Spectrum{}.Figure(),
		"no values":           Histogram{}.Figure(),
		"no curves":           Plot{}.Figure(),
		"no spikes":           Raster{Populations: []Spikes{silent}}.Figure(),
		"no rate":             Rates{Populations: []Spikes{silent}}.Figure(),
		"no time":             Raster{Populations: []Spikes{{"x", analysis.Train{N: 1}}}}.Figure(),
		"no time for a rate":  Rates{Populations: []Spikes{{"x", analysis.Train{N: 1}}}}.Figure(),
		"no cells":            Rates{Populations: []Spikes{{"x", analysis.Train{To: 10}}}}.Figure(),
		"no samples":          Traces{Traces: []Trace{{"x", "V", "mV", analysis.Signal{Step: 1}}}}.Figure(),
		"one sample":          Traces{Traces: []Trace{{"x", "V", "mV", analysis.Signal{Step: 1, Values: []float64{3}}}}}.Figure(),
		"not a number":        Plot{Curves: []Curve{{X: []float64{nan, 1, 2}, Y: []float64{1, nan, inf}}}}.Figure(),
		"flat":                Plot{Curves: []Curve{{X: []float64{1, 2}, Y: []float64{-65, -65}}}}.Figure(),
		"flat but for a hair": Plot{Curves: []Curve{{X: []float64{1, 2}, Y: []float64{1, 1 + 1e-15}}}}.Figure(),
		"huge":                Plot{Curves: []Curve{{X: []float64{1, 2, 3}, Y: []float64{-1e308, 1e300, 1e308}}}}.Figure(),
		"tiny":                Plot{Curves: []Curve{{X: []float64{1, 2, 3}, Y: []float64{0, 1e-310, 1e-300}}}}.Figure(),
		"nothing for a log":   Plot{Y: Axis{Log: true}, Curves: []Curve{{X: []float64{1, 2}, Y: []float64{0, -1}}}}.Figure(),
		"log from zero":       Plot{Y: Axis{Log: true, Max: 10}, Curves: []Curve{{X: []float64{1, 2}, Y: []float64{0, 5}, Dots: true}}}.Figure(),
		"silent spectrum":     Spectrum{Spectra: []NamedSpectrum{{"x", silent.Rate(1).Spectrum(0)}}}.Figure(),
		"values alike":        Histogram{Sets: []Values{{"x", []float64{2, 2, nan}}}}.Figure(),
		"negative values":     Histogram{Sets: []Values{{"x", []float64{-2, 5, inf}}}}.Figure(),
	} {
		t.Run(name, func(t *testing.T) {
			var svg, picture bytes.Buffer
			if err := f.WriteSVG(&svg); err != nil {
				t.Error(err)
			}
			if parse(t, svg.String()); strings.Contains(svg.String(), "NaN") {
				t.Error("the SVG holds NaN")
			}
			if err := f.WritePNG(&picture); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestPNGSize(t *testing.T) {
	path := filepath.Join(t.TempDir(), "plot.png")
	var b bytes.Buffer
	f := Plot{Height: 300}.Figure()
	if err := f.WritePNG(&b); err != nil {
		t.Fatal(err)
	}
	config, err := png.DecodeConfig(&b)
	if err != nil || config.Width != 1800 || config.Height != 600 {
		t.Errorf("PNG of %d × %d pixels (%v), want 1800 × 600", config.Width, config.Height, err)
	}
	if err := f.WriteFile(path); err != nil {
		t.Error(err)
	}
	if err := f.WriteFile("plot.gif"); err == nil || !strings.Contains(err.Error(), `".gif", want .png or .svg`) {
		t.Errorf("error %v, want one that names both endings", err)
	}
}

// A raster of half a million spikes must stay small, say that it leaves cells
// out, and not depend on the order of the spikes.
func TestHugeRaster(t *testing.T) {
	p := poisson("E", 10000, 50, 1000, 3)
	svg := Raster{Populations: []Spikes{p}}.Figure()
	if want := "For legibility only some cells are shown, down to 1 in "; !strings.HasPrefix(svg.Caption, want) {
		t.Errorf("caption %q, want %q …", svg.Caption, want)
	}
	first := svg.svg(nil).String()
	if len(first) > 1<<20 {
		t.Errorf("SVG of %d spikes takes %d bytes, want less than a megabyte", len(p.Times), len(first))
	}
	r := rand.New(rand.NewPCG(1, 1))
	r.Shuffle(len(p.Times), func(i, j int) {
		p.Times[i], p.Times[j] = p.Times[j], p.Times[i]
		p.Cells[i], p.Cells[j] = p.Cells[j], p.Cells[i]
	})
	if (Raster{Populations: []Spikes{p}}).Figure().svg(nil).String() != first {
		t.Error("the raster depends on the order of the spikes")
	}
}

func TestRasterKeepsSpikesBelowTheLimit(t *testing.T) {
	bands, thinned := Raster{Populations: []Spikes{poisson("E", 400, 20, 1000, 1), poisson("I", 100, 20, 1000, 2)}}.bands()
	if thinned != "" || bands[0].every != 1 || bands[1].every != 1 {
		t.Errorf("a raster of 10,000 spikes leaves out cells: %s", thinned)
	}
	if bands[0].hi != 1 || math.Abs(bands[0].lo-0.2) > 1e-12 || math.Abs(bands[1].lo) > 1e-12 {
		t.Errorf("bands from %g to %g and to %g, want 1, 0.2, 0: as the sizes are", bands[0].hi, bands[0].lo, bands[1].lo)
	}
}

// Cell 0 is the lowest row; time runs to the right; what lies outside the window
// is not shown.
func TestRasterPlaces(t *testing.T) {
	train := analysis.Train{
		Times: []float64{0.05, 5, 9.95, 10, -1}, Cells: []int32{0, 1, 3, 2, 2},
		N: 4, To: 10,
	}
	picture := band{Spikes: Spikes{"x", train}, every: 1, dot: 3, color: seriesColor(0)}.paint(100, 40, 0, 10)
	for _, tt := range []struct {
		x, y int
		want bool
	}{
		{0, 35, true}, {50, 25, true}, {99, 5, true}, // of cells 0, 1, 3
		{99, 15, false}, {0, 15, false}, {50, 5, false}, {20, 35, false},
	} {
		_, _, _, alpha := picture.At(tt.x, tt.y).RGBA()
		if (alpha > 0) != tt.want {
			t.Errorf("pixel (%d, %d) has opacity %d, want a spike there: %v", tt.x, tt.y, alpha, tt.want)
		}
	}
	if size := picture.Bounds(); size != image.Rect(0, 0, 100, 40) {
		t.Errorf("picture of %v, want 100 × 40", size)
	}
}

func TestLegendThatDoesNotFit(t *testing.T) {
	var keys []key
	for i := range 100 {
		keys = append(keys, key{fmt.Sprintf("cell %d", i), seriesColor(i)})
	}
	shown := fitting(keys, 400)
	last := shown[len(shown)-1].name
	if want := fmt.Sprintf("+ %d", 100-(len(shown)-1)); last != want || len(shown) < 5 {
		t.Errorf("legend of %d entries ends with %q, want %q", len(shown), last, want)
	}
	if keys[len(shown)-1].name == last {
		t.Error("the caller's legend was changed")
	}
	if shown := fitting(keys[:3], 400); len(shown) != 3 {
		t.Errorf("%d of 3 entries shown, want all", len(shown))
	}
}

func TestEnvelope(t *testing.T) {
	line := make([]vg.Point, 100000)
	for i := range line {
		line[i] = vg.Point{X: vg.Length(i) * figureWidth / 100000, Y: vg.Length(i % 7)}
	}
	line[54321].Y, line[12345].Y = 1000, -1000 // a spike must not get lost
	thin := envelope(line)
	lo, hi := vg.Length(0), vg.Length(0)
	for i, p := range thin {
		lo, hi = min(lo, p.Y), max(hi, p.Y)
		if i > 0 && p.X < thin[i-1].X {
			t.Fatalf("point %d lies left of the one before", i)
		}
	}
	if lo != -1000 || hi != 1000 {
		t.Errorf("extremes %g, %g, want −1000, 1000", lo, hi)
	}
	if thin[0] != line[0] || thin[len(thin)-1] != line[len(line)-1] {
		t.Error("an end of the line is missing")
	}
	if len(thin) > 6000 {
		t.Errorf("%d points are left of 100,000, want 4 per half point of width", len(thin))
	}
	if short := envelope(line[:100]); len(short) != 100 {
		t.Errorf("a short line lost %d points", 100-len(short))
	}
}

func TestTicks(t *testing.T) {
	for _, tt := range []struct {
		lo, hi float64
		count  int
		want   string
	}{
		{0, 1000, 9, "0 200 400 600 800 1000"},
		{-70, 20, 4, "−50 0"},
		{0, 0.0085, 4, "0 0.005"},
		{0.1, 0.7, 4, "0.2 0.4 0.6"},
		{1e6, 5e6, 4, "1e+06 2e+06 3e+06 4e+06 5e+06"},
		{0, 0.3, 3, "0 0.1 0.2 0.3"},
	} {
		var labels []string
		for _, tick := range (niceTicks{tt.count}).Ticks(tt.lo, tt.hi) {
			labels = append(labels, tick.Label)
		}
		if got := strings.Join(labels, " "); got != tt.want {
			t.Errorf("ticks from %g to %g: %s, want %s", tt.lo, tt.hi, got, tt.want)
		}
	}
	var labels []string
	for _, tick := range (logTicks{}).Ticks(0.005, 2000) {
		labels = append(labels, tick.Label)
	}
	if got, want := strings.Join(labels, " "), "0.01 0.1 1 10 100 1000"; got != want {
		t.Errorf("logarithmic ticks: %s, want %s", got, want)
	}
}

func TestTraceGaps(t *testing.T) {
	f := Traces{Traces: []Trace{{"x", "V", "mV", analysis.Signal{Step: 1, Values: []float64{1, 2, math.NaN(), 3, 4}}}}}.Figure()
	if n := strings.Count(f.svg(nil).String(), "stroke:#0072B2"); n != 2 {
		t.Errorf("a trace with a gap is drawn as %d lines, want 2", n)
	}
}

func TestUnequalCurvePanics(t *testing.T) {
	defer func() {
		if got, want := fmt.Sprint(recover()), `BUG: report: curve "f" has 2 x for 1 y`; got != want {
			t.Errorf("panic %q, want %q", got, want)
		}
	}()
	Plot{Curves: []Curve{{Name: "f", X: []float64{1, 2}, Y: []float64{1}}}}.Figure()
}
