package experiment

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/cajal-sim/cajal/analysis"
	"github.com/cajal-sim/cajal/report"
)

// Each figure of the page is a file as well, where that is asked for.
func TestFigures(t *testing.T) {
	names := []string{"one figure", "Höhe / Länge", ""}
	var figures []*report.Figure
	for _, title := range names {
		figures = append(figures, report.Traces{Title: title, Traces: []report.Trace{{Signal: analysis.Signal{Step: 1, Values: []float64{0, 1}}}}}.Figure())
	}
	out := t.TempDir()
	files, err := writeFigures(out, "svg", figures)
	want := []string{"figures/01_one_figure.svg", "figures/02_h_he_l_nge.svg", "figures/03.svg"}
	if err != nil || !slices.Equal(files, want) {
		t.Fatalf("%q, %v; want %q", files, err, want)
	}
	for _, name := range files {
		text, err := os.ReadFile(filepath.Join(out, name))
		if err != nil || !strings.Contains(string(text), "<svg") {
			t.Errorf("%s: %v", name, err)
		}
	}
}
