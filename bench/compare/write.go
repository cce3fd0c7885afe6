package main

import (
	"fmt"
	"os"
	"strings"
	"text/tabwriter"
)

// text is the table for the terminal.
func (r *report) text() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n%s, %s%s\n\n", r.Machine, r.Date, plural(r.Threads, "thread"), r.remark())
	w := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "work\tcajal\tpeer\tratio\ttarget\t")
	for _, x := range r.Rows {
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%s\n", x.Work, x.Cajal, x.Peer, x.Ratio, x.Target, x.mark())
	}
	w.Flush()
	fmt.Fprintln(&b, "* "+elsewhere)
	return b.String()
}

func (r *report) remark() string {
	if r.Quick {
		return ", QUICK: short runs, once each"
	}
	return ""
}

// elsewhere says of NEST what must be known.
const elsewhere = "measured on another machine, 2 cores of Sapphire Rapids, with NEST 3.10 built by gcc -O3 -march=native"

// mark says whether the target is met, and whether the figure counts.
func (x row) mark() string {
	mark := "✗"
	switch {
	case x.Met:
		mark = "✓"
	case x.Peer == "" && x.Ratio == "" && strings.HasSuffix(x.Target, "×"):
		mark = "no peer"
	}
	if x.Loaded {
		mark += " (others at work)"
	}
	return mark
}

// The table stands between these lines of RESULTS.md.
const (
	tableBegins = "<!-- table: make bench-results -->"
	tableEnds   = "<!-- end of table -->"
)

// writeInto replaces the table of a page. What its last column says of a piece of work,
// which no program can find out, is kept.
func (r *report) writeInto(file string) error {
	text, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	before, rest, ok := strings.Cut(string(text), tableBegins)
	old, after, ok2 := strings.Cut(rest, tableEnds)
	if !ok || !ok2 {
		return fmt.Errorf("%s: want the lines %q and %q, between which the table stands", file, tableBegins, tableEnds)
	}
	return os.WriteFile(file, []byte(before+tableBegins+"\n"+r.markdown(bounds(old))+tableEnds+after), 0o666)
}

// bounds reads the last column of a table, by the first.
func bounds(table string) map[string]string {
	all := map[string]string{}
	for line := range strings.Lines(table) {
		cells := strings.Split(strings.Trim(strings.TrimSpace(line), "|"), "|")
		if len(cells) > 2 {
			all[strings.TrimSpace(cells[0])] = strings.TrimSpace(cells[len(cells)-1])
		}
	}
	return all
}

func (r *report) markdown(bounds map[string]string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s. %s, %s%s.\n\n", r.Machine, r.Date, plural(r.Threads, "thread"), r.remark())
	fmt.Fprintf(&b, "%s.\n\n", strings.Join(r.versions(), ", "))
	b.WriteString("| work | cajal | peer | ratio | target | | what bounds it |\n|---|---|---|---|---|---|---|\n")
	for _, x := range r.Rows {
		fmt.Fprintf(&b, "| %s | %s | %s | %s | %s | %s | %s |\n", x.Work, x.Cajal, x.Peer, x.Ratio, x.Target, x.mark(), bounds[x.Work])
	}
	b.WriteString("\n\\* " + elsewhere + ".\n")
	return b.String()
}

// versions lists who has been measured.
func (r *report) versions() []string {
	var all []string
	add := func(text string) {
		for _, other := range all {
			if other == text {
				return
			}
		}
		all = append(all, text)
	}
	for _, j := range jobs {
		p, ok := r.Runs[j.key()]
		if !ok {
			continue
		}
		add(fmt.Sprintf("%s %s (%s)", p.Cajal.Simulator, p.Cajal.Version, p.Cajal.Backend))
		if p.Peer != nil {
			add(p.Peer.Simulator + " " + p.Peer.Version)
		}
	}
	return all
}

func plural(n int, word string) string {
	if n == 1 {
		return "1 " + word
	}
	return fmt.Sprintf("%d %ss", n, word)
}
