package report

import (
	_ "embed"
	"fmt"
	"html/template"
	"image/color"
	"strings"
)

//go:embed page.html
var pageText string

// page is the template of the whole file. Everything it shows is escaped but the
// figures, whose own labels their writer has escaped.
var page = template.Must(template.New("page").Funcs(template.FuncMap{
	"fixed": fixed,
	"count": func(n int) string { return count(int64(n)) },
	"svg":   inline,
}).Parse(pageText))

// inline returns a figure for the page: transparent, and with the theme's colours
// under the names that the page's style sheet gives them.
func inline(f *Figure) template.HTML {
	text := f.svg(nil).String()
	text = text[strings.Index(text, "<svg"):]
	return template.HTML(themed.Replace(text))
}

// themed replaces colours in style attributes by variables.
var themed = func() *strings.Replacer {
	var pairs []string
	name := func(c color.NRGBA, variable string) {
		pairs = append(pairs, fmt.Sprintf(":#%02X%02X%02X", c.R, c.G, c.B), ":var(--"+variable+")")
	}
	name(ink, "ink")
	name(frame, "frame")
	name(grid, "grid")
	for i, c := range series {
		name(c, fmt.Sprintf("series%d", i))
	}
	return strings.NewReplacer(pairs...)
}()
