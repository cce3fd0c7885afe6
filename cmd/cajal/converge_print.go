package main

import (
	"fmt"
	"io"
	"math"
	"slices"
	"strings"
	"text/tabwriter"
)

// shownCells is how many cells of a population are listed that fire differently.
const shownCells = 8

// print says what changes with the steps and compartments, run by run, and sums up.
func (c *convergence) print(out io.Writer) error {
	for run, base := range c.runs[asItIs] {
		if err := c.printRun(out, run, base); err != nil {
			return err
		}
	}
	fmt.Fprintln(out)
	if len(c.noise) > 0 {
		_, err := fmt.Fprintf(out, "no verdict: in other steps %s draws other random numbers; repeat it with several seeds and compare the means\n", strings.Join(c.noise, ", "))
		return err
	}
	if !c.anyFires() {
		_, err := fmt.Fprintln(out, "no verdict: no cell fires; see how much the recordings differ")
		return err
	}
	converged := c.sumUp(out, quarterSteps, "step")
	if len(c.runs) > halfCompartments {
		converged = c.sumUp(out, halfCompartments, "length of compartments") && converged
	}
	if !converged {
		return &failure{"it is not converged"}
	}
	return nil
}

// anyFires reports whether there are any spikes.
func (c *convergence) anyFires() bool {
	for _, runs := range c.runs {
		for _, s := range runs {
			if slices.ContainsFunc(s.firing, func(f firing) bool { return f.spikes() > 0 }) {
				return true
			}
		}
	}
	return false
}

// sumUp says in words whether what the model does depends on what a variant refines.
func (c *convergence) sumUp(out io.Writer, variant int, in string) (converged bool) {
	converged, said := true, false
	for run := range c.runs[asItIs] {
		list, names := c.solutions(run)
		for i := range list[asItIs].firing {
			a, b := &list[asItIs].firing[i], &list[variant].firing[i]
			d := changeOf(a, b)
			switch d.settles(len(a.times)) {
			case onAverage:
				fmt.Fprintf(out, "converged in the %s on average: %s fires %d spikes at %s, %d at %s, but %d of its cells fire differently\n",
					in, a.name, d.spikes[0], names[asItIs], d.spikes[1], names[variant], len(d.cells))
				said = true
			case unsettled:
				fmt.Fprintf(out, "not converged in the %s: %s\n", in, example(d, a, b, names[asItIs], names[variant]))
				converged, said = false, true
			}
		}
	}
	if !said {
		fmt.Fprintf(out, "converged in the %s: every cell fires as often, to a spike or 2 %%, and first within 1 ms\n", in)
	}
	return converged
}

// solutions are those of one run that there are, with what they are called.
func (c *convergence) solutions(run int) (list []*solution, names []string) {
	for i, runs := range c.runs {
		list = append(list, runs[run])
		names = append(names, nameOf(i, runs[run]))
	}
	return list, names
}

func nameOf(variant int, s *solution) string {
	if variant == halfCompartments {
		return fmt.Sprintf("%g ms, compartments halved", s.step)
	}
	return fmt.Sprintf("%g ms", s.step)
}

// before is the variant that one is compared with in the table: twice the step, or the same
// step with the model's own compartments.
func before(variant int) int {
	if variant == halfCompartments {
		return asItIs
	}
	return variant - 1
}

func (c *convergence) printRun(out io.Writer, run int, base *solution) error {
	list, names := c.solutions(run)
	w := table(out)
	fmt.Fprintf(w, "%g ms in steps of", base.until-base.from)
	for _, name := range names {
		fmt.Fprintf(w, "\t%s", name)
	}
	fmt.Fprintln(w, "\torder")
	for i := range base.firing {
		printFiring(w, list, i)
		if len(c.noise) == 0 {
			printCells(w, list, i)
		}
	}
	if len(c.noise) > 0 {
		return w.Flush()
	}
	for i := range base.traces {
		printTrace(w, list, i)
	}
	return w.Flush()
}

// printFiring prints the numbers of spikes of a population.
func printFiring(w *tabwriter.Writer, list []*solution, i int) {
	base := &list[asItIs].firing[i]
	fmt.Fprintf(w, "spikes of %s, %s", base.name, plural(len(base.times), "cell"))
	for _, s := range list {
		fmt.Fprintf(w, "\t%d", s.firing[i].spikes())
	}
	fmt.Fprintln(w)
}

// printCells prints the numbers of spikes of the cells that differ, and how far first
// spikes move.
func printCells(w *tabwriter.Writer, list []*solution, i int) {
	base := &list[asItIs].firing[i]
	unequal := map[int]bool{}
	for _, s := range list {
		for _, cell := range changeOf(base, &s.firing[i]).cells {
			unequal[cell] = true
		}
	}
	shown := 0
	for cell := range base.times {
		if !unequal[cell] {
			continue
		}
		if shown++; shown > shownCells {
			fmt.Fprintf(w, "  and %s more\n", plural(len(unequal)-shownCells, "cell"))
			break
		}
		fmt.Fprintf(w, "  %s", base.cell(cell))
		for _, s := range list {
			fmt.Fprintf(w, "\t%d", len(s.firing[i].times[cell]))
		}
		fmt.Fprintln(w)
	}
	printChanges(w, "  first spikes move by, ms", list, func(a, b *solution) float64 { return changeOf(&a.firing[i], &b.firing[i]).moved })
}

// printTrace prints how much the samples of a probe differ.
func printTrace(w *tabwriter.Writer, list []*solution, i int) {
	base := &list[asItIs].traces[i]
	label := base.name + " before spikes differs by"
	if base.unit != "" && base.unit != "1" {
		label += ", " + base.unit
	}
	printChanges(w, label, list, func(a, b *solution) float64 { return apart(&a.traces[i], &b.traces[i], a, b) })
}

// printChanges prints how each solution differs from the coarser one, and the order of
// convergence in the step.
func printChanges(w *tabwriter.Writer, label string, list []*solution, between func(a, b *solution) float64) {
	var changes []float64
	for variant := halfSteps; variant < len(list); variant++ {
		changes = append(changes, between(list[before(variant)], list[variant]))
	}
	if !slices.ContainsFunc(changes, func(x float64) bool { return !math.IsNaN(x) }) {
		return // nothing that could differ
	}
	fmt.Fprintf(w, "%s\t", label)
	for _, x := range changes {
		fmt.Fprintf(w, "\t%s", number(x, 2))
	}
	if p := order(changes[0], changes[1]); !math.IsNaN(p) {
		fmt.Fprintf(w, "\t%.1f", p)
	}
	fmt.Fprintln(w)
}

// example is the cell that differs most, and how many others do.
func example(d change, a, b *firing, nameA, nameB string) string {
	others := ""
	if n := len(d.cells) - 1; n > 0 {
		others = fmt.Sprintf(" (and %s more)", plural(n, "cell"))
	}
	worst, most := d.cells[0], -1
	for _, cell := range d.cells {
		if apart := len(a.times[cell]) - len(b.times[cell]); max(apart, -apart) > most {
			worst, most = cell, max(apart, -apart)
		}
	}
	if n, m := len(a.times[worst]), len(b.times[worst]); differ(n, m) {
		return fmt.Sprintf("%s fires %s at %s, %d at %s%s", a.cell(worst), plural(n, "spike"), nameA, m, nameB, others)
	}
	return fmt.Sprintf("%s first fires at %g ms at %s, at %g ms at %s%s", a.cell(worst), a.first(worst), nameA, b.first(worst), nameB, others)
}
