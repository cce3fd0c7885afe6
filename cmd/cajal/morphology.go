package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/cajal-sim/cajal/format/neurolucida"
	"github.com/cajal-sim/cajal/format/swc"
	"github.com/cajal-sim/cajal/morph"
)

// Files of morphologies: SWC, and Neurolucida's.
const (
	swcEnding         = ".swc"
	neurolucidaEnding = ".asc"
)

// isMorphology reports whether a file is one of a morphology.
func isMorphology(path string) bool {
	return slices.Contains([]string{swcEnding, neurolucidaEnding}, strings.ToLower(filepath.Ext(path)))
}

// openMorphology reads a morphology and what is unusual about its file.
func openMorphology(path string) (*morph.Morphology, []string, error) {
	if strings.ToLower(filepath.Ext(path)) == neurolucidaEnding {
		f, err := neurolucida.Open(path)
		if err != nil {
			return nil, nil, err
		}
		return f.Morphology, f.Notes, nil
	}
	f, err := swc.Open(path)
	if err != nil {
		return nil, nil, err
	}
	return f.Morphology, f.Notes, nil
}

// checkMorphology says what a file of a morphology holds, and what is unusual in it.
func checkMorphology(out io.Writer, path string) error {
	if _, err := os.Stat(path); err != nil {
		return missing(path)
	}
	m, notes, err := openMorphology(path)
	if err != nil {
		return err
	}
	points := 0
	for i := range m.Sections {
		points += len(m.Sections[i].Points)
	}
	fmt.Fprintf(out, "%s is correct: %s of %d points, %.0f um from the soma to the furthest tip\n",
		path, plural(len(m.Sections), "section"), points, furthest(m))
	if err := printTypes(out, m); err != nil {
		return err
	}
	fmt.Fprintf(out, "compartments: %d by d_lambda 0.1 (at 100 ohm*cm and 1 uF/cm2), %d by BMTK's rule of 20 um\n",
		sum(m.ByLambda(0.1, 0.1, usualMembrane)), sum(m.ByLength(20)))
	for _, note := range notes {
		fmt.Fprintln(out, note)
	}
	return nil
}

// usualMembrane is a resistivity and a capacitance to go by, 100 Ω·cm and 1 µF/cm², in
// MΩ·µm and nF/µm².
func usualMembrane(int) (resistivity, capacitance float64) { return 1, 1e-5 }

// printTypes prints a line for each type of section.
func printTypes(out io.Writer, m *morph.Morphology) error {
	w := table(out)
	fmt.Fprintln(w, "type\tsections\tlength (um)\tarea (um2)\tdiameter (um)")
	var types []morph.Type
	of := map[morph.Type][]*morph.Section{}
	for i := range m.Sections {
		s := &m.Sections[i]
		if of[s.Type] == nil {
			types = append(types, s.Type)
		}
		of[s.Type] = append(of[s.Type], s)
	}
	for _, t := range types {
		length, area, thin, thick := 0.0, 0.0, of[t][0].Diameter(), 0.0
		for _, s := range of[t] {
			length, area = length+s.Length(), area+s.Area()
			for _, p := range s.Points {
				thin, thick = min(thin, p.Diameter), max(thick, p.Diameter)
			}
		}
		fmt.Fprintf(w, "%s\t%d\t%.1f\t%.1f\t%.3g to %.3g\n", t, len(of[t]), length, area, thin, thick)
	}
	return w.Flush()
}

// furthest is the longest way from the origin of distances to the end of a section, µm.
func furthest(m *morph.Morphology) float64 {
	most := 0.0
	for i := range m.Sections {
		most = max(most, m.Distance(m.Origin(), morph.Place{Section: i, Position: 1}))
	}
	return most
}

func sum(counts []int) int {
	total := 0
	for _, n := range counts {
		total += n
	}
	return total
}
