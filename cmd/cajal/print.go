package main

import (
	"encoding/json"
	"fmt"
	"io"
	"math"
	"path/filepath"
	"strconv"
	"text/tabwriter"

	"github.com/cajal-sim/cajal/report"
	"github.com/cajal-sim/cajal/script"
)

// table aligns columns that are separated by tabs.
func table(w io.Writer) *tabwriter.Writer { return tabwriter.NewWriter(w, 0, 0, 2, ' ', 0) }

// printResult prints the populations, the checks, the size and speed, and where
// the report is.
func printResult(t *terminal, r *script.Result) error {
	for _, warning := range r.Warnings {
		fmt.Fprintln(t.err, "cajal: "+warning)
	}
	if len(r.Populations) > 0 {
		w := table(t.out)
		fmt.Fprintln(w, "population\tmodel\tcells\trate (Hz)\tCV")
		for _, p := range r.Populations {
			fmt.Fprintf(w, "%s\t%s\t%d\t%s\t%s\n", p.Name, p.Model, p.Size, number(float64(p.Rate), 4), decimals(float64(p.CV)))
		}
		if err := w.Flush(); err != nil {
			return err
		}
		fmt.Fprintln(t.out)
	}
	if len(r.Expectations) > 0 {
		if err := printChecks(t.out, r.Expectations); err != nil {
			return err
		}
		fmt.Fprintln(t.out)
	}
	summary := report.Summary{
		Neurons: int64(r.Neurons), Synapses: int64(r.Synapses), Spikes: r.Spikes,
		Biological: r.Duration, Wall: float64(r.Run),
	}
	fmt.Fprintln(t.out, summary)
	if r.Saved {
		fmt.Fprintln(t.out, "report: "+filepath.Join(r.Folder, "report.html"))
	}
	return nil
}

// printFailures prints the checks that are not met, which even silence must not hide.
func printFailures(t *terminal, r *script.Result) error {
	var failed []report.Expectation
	for _, e := range r.Expectations {
		if !e.Pass {
			failed = append(failed, e)
		}
	}
	if failed == nil {
		return nil
	}
	return printChecks(t.err, failed)
}

func printChecks(out io.Writer, expectations []report.Expectation) error {
	w := table(out)
	for _, e := range expectations {
		fmt.Fprintf(w, "%s\t%s\tgot %s\twant %s %s\n", verdict(e.Pass), e.Name,
			number(e.Got, 6)+unitText(e.Unit), number(e.Want, 6), e.Tolerance())
	}
	return w.Flush()
}

func verdict(pass bool) string {
	if pass {
		return "✓"
	}
	return "✗"
}

func unitText(unit string) string {
	if unit == "" {
		return ""
	}
	return " " + unit
}

// number prints a number with so many digits, and a dash for none.
func number(x float64, digits int) string {
	if math.IsNaN(x) {
		return "–"
	}
	if x != 0 && math.Abs(x) < 1e6 && math.Abs(x) >= 1e-3 {
		return strconv.FormatFloat(x, 'f', max(0, digits-1-int(math.Floor(math.Log10(math.Abs(x))))), 64)
	}
	return strconv.FormatFloat(x, 'g', digits, 64)
}

// decimals prints a number of the order of 1.
func decimals(x float64) string {
	if math.IsNaN(x) {
		return "–"
	}
	return strconv.FormatFloat(x, 'f', 3, 64)
}

// plural prints how many there are of something.
func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return strconv.Itoa(n) + " " + noun + "s"
}

// printJSON prints a value for programs, indented for people.
func printJSON(w io.Writer, value any) error {
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false)
	return e.Encode(value)
}
