package report

import (
	"bytes"
	"image/color"
	"image/png"
	"math"
	"strings"
	"testing"

	"github.com/cajal-sim/cajal/morph"
)

// ballAndStick is a soma of 20 µm with a dendrite of 200 µm to the right and, if
// asked for, one of a custom type upwards.
func ballAndStick(t *testing.T, third bool) *morph.Tree {
	t.Helper()
	soma := morph.Stick(morph.Soma, morph.Vec{-10, 0, 0}, morph.Vec{1, 0, 0}, 20, 20)
	dend := morph.Stick(morph.Dend, morph.Vec{10, 0, 0}, morph.Vec{1, 0, 0}, 200, 2)
	dend.Parent, dend.At = 0, 1
	sections := []morph.Section{soma, dend}
	if third {
		other := morph.Stick(7, morph.Vec{0, 10, 0}, morph.Vec{0, 1, 0}, 100, 3)
		other.Parent, other.At = 0, 0.5
		sections = append(sections, other)
	}
	m, err := morph.New(sections)
	if err != nil {
		t.Fatal(err)
	}
	return m.Discretise(m.ByLength(20))
}

func TestMorphologyOfOddData(t *testing.T) {
	nan, inf := math.NaN(), math.Inf(1)
	flat := ballAndStick(t, false)
	values := make([]float64, len(flat.Compartments))
	for name, m := range map[string]Morphology{
		"flat cell":     {Cell: flat},
		"custom type":   {Cell: ballAndStick(t, true)},
		"equal values":  {Cell: flat, Values: values, Label: "V", Unit: "mV"},
		"no numbers":    {Cell: flat, Values: []float64{nan, inf, -inf, 0, nan, nan, nan, nan, nan, nan, nan, nan}[:len(values)]},
		"range outside": {Cell: flat, Values: values, Min: 5, Max: 6},
	} {
		t.Run(name, func(t *testing.T) {
			var svg, again bytes.Buffer
			if err := m.Figure().WriteSVG(&svg); err != nil {
				t.Fatal(err)
			}
			if parse(t, svg.String()); strings.Contains(svg.String(), "NaN") {
				t.Error("the SVG holds NaN")
			}
			if m.Figure().WriteSVG(&again); again.String() != svg.String() {
				t.Error("the same cell gives another SVG")
			}
		})
	}
}

// The cell is 220 µm wide and fills the picture's width: its colours stand where
// its sections are.
func TestMorphologyPlaces(t *testing.T) {
	tree := ballAndStick(t, false)
	values := make([]float64, len(tree.Compartments))
	for i, c := range tree.Compartments {
		values[i] = c.Centre[0]
	}
	for _, tt := range []struct {
		name       string
		m          Morphology
		soma, dend color.NRGBA
	}{
		{"types", Morphology{Cell: tree, Marks: []int{3}}, ink, series[1]},
		{"values", Morphology{Cell: tree, Values: values, Min: 1000, Max: 2000}, viridis[0], viridis[0]},
	} {
		var b bytes.Buffer
		if err := tt.m.Figure().WritePNG(&b); err != nil {
			t.Fatal(err)
		}
		picture, err := png.Decode(&b)
		if err != nil {
			t.Fatal(err)
		}
		shows := func(c color.NRGBA, from, to int) bool {
			for x := from; x < to; x++ {
				for y := range picture.Bounds().Dy() {
					if color.NRGBAModel.Convert(picture.At(x, y)) == c {
						return true
					}
				}
			}
			return false
		}
		if shows(markColor, 0, picture.Bounds().Dx()) != (tt.m.Marks != nil) {
			t.Errorf("%s: rings are there for %d marks, or not", tt.name, len(tt.m.Marks))
		}
		if !shows(tt.soma, 90, 110) || !shows(tt.dend, 800, 900) {
			t.Errorf("%s: soma or dendrite is not where it should be", tt.name)
		}
	}
}

func TestGradient(t *testing.T) {
	for _, tt := range []struct {
		share float64
		want  color.NRGBA
	}{
		{-1, viridis[0]}, {0, viridis[0]}, {1, viridis[7]}, {math.Inf(1), viridis[7]},
		{0.5 / 7, color.NRGBA{0x46, 0x17, 0x68, 0xff}}, // half way between the first two
	} {
		if got := gradient(tt.share); got != tt.want {
			t.Errorf("gradient(%g) = %v, want %v", tt.share, got, tt.want)
		}
	}
}
