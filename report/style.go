package report

import (
	"image/color"

	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/text"
	"gonum.org/v1/plot/vg"
)

// Sizes are in points; a CSS pixel is 3/4 of a point, and figures are made for a
// column 900 pixels wide.
const (
	figureWidth  = 675 * vg.Length(1)
	textSize     = 9.5 * vg.Length(1)
	headingSpace = 20 * vg.Length(1) // above each panel, for its heading and legend
	xLabelSpace  = 30 * vg.Length(1) // below the lowest panel, for ticks and label
)

// theme is the colours of a figure on white paper and their names in the page's
// style sheet, which has a second set of values for dark screens. Series colours
// are Okabe and Ito's, without the yellow, which
// white paper cannot show, and with Tol's wine.
var (
	ink    = color.NRGBA{0x1f, 0x23, 0x28, 0xff} // text
	frame  = color.NRGBA{0x8c, 0x95, 0x9f, 0xff} // axes and ticks
	grid   = color.NRGBA{0xe6, 0xe8, 0xeb, 0xff}
	series = []color.NRGBA{
		{0x00, 0x72, 0xb2, 0xff}, // blue
		{0xd5, 0x5e, 0x00, 0xff}, // vermilion
		{0x00, 0x9e, 0x73, 0xff}, // green
		{0xcc, 0x79, 0xa7, 0xff}, // purple
		{0xe6, 0x9f, 0x00, 0xff}, // orange
		{0x56, 0xb4, 0xe9, 0xff}, // sky
		{0x7a, 0x7a, 0x7a, 0xff}, // grey
		{0x88, 0x22, 0x55, 0xff}, // wine
	}
)

// seriesColor returns the colour of the i-th curve or population; colours repeat
// after the eighth.
func seriesColor(i int) color.NRGBA { return series[i%len(series)] }

// faded returns a colour with the given opacity, 0 to 1.
func faded(c color.NRGBA, opacity float64) color.NRGBA {
	c.A = uint8(255 * opacity)
	return c
}

// textStyle is the style of all text in figures.
func textStyle(c color.Color) text.Style {
	return text.Style{
		Color:   c,
		Font:    font.From(font.Font{Typeface: "Liberation", Variant: "Sans"}, textSize),
		Handler: textHandler,
	}
}

// restyle gives a text the house's font and a colour but keeps its alignment.
func restyle(s *text.Style, c color.Color) {
	alike := textStyle(c)
	s.Font, s.Color, s.Handler = alike.Font, alike.Color, alike.Handler
}

var textHandler = text.Plain{Fonts: font.DefaultCache}
