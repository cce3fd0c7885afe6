package main

import (
	"fmt"
	"io"
	"os"
	"time"

	"github.com/cajal-sim/cajal/experiment"
)

// progress shows how far a run has come: a line that is rewritten on a
// terminal, else a line now and then, so that short runs stay silent.
type progress struct {
	w       io.Writer
	rewrite bool
	every   time.Duration
	now     func() time.Time
	shown   time.Time
	open    bool // a line stands on the terminal
}

// How often a line is written on a terminal and elsewhere.
const (
	onTerminal = 100 * time.Millisecond
	elsewhere  = 10 * time.Second
)

func newProgress(w io.Writer, now func() time.Time) *progress {
	p := &progress{w: w, every: elsewhere, now: now, shown: now()}
	if isTerminal(w) {
		p.rewrite, p.every = true, onTerminal
	}
	return p
}

// isTerminal says whether text goes to somebody who is looking.
func isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	if !ok {
		return false
	}
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}

// show writes a line if it is time for one.
func (p *progress) show(at experiment.Progress) {
	now := p.now()
	if now.Sub(p.shown) < p.every {
		return
	}
	p.shown = now
	if p.rewrite {
		fmt.Fprintf(p.w, "\r\x1b[K%s", progressText(at))
		p.open = true
		return
	}
	fmt.Fprintln(p.w, progressText(at))
}

// done clears the line.
func (p *progress) done() {
	if p.open {
		fmt.Fprint(p.w, "\r\x1b[K")
		p.open = false
	}
}

// progressText prints "37 % · 370 of 1000 ms · 2.1× slower than real time · 13 s left".
func progressText(p experiment.Progress) string {
	whole, done := p.End-p.From, p.Time-p.From
	text := fmt.Sprintf("%3.0f %% · %.4g of %.4g ms", 100*done/whole, p.Time, p.End)
	if done <= 0 || p.Wall <= 0 {
		return text
	}
	left := time.Duration(p.Wall * (whole - done) / done * float64(time.Second))
	return fmt.Sprintf("%s · %s · %s left", text, speed(p.Wall*1000/done), roundTime(left))
}

// speed puts wall time over biological time into words.
func speed(ratio float64) string {
	if ratio > 1 {
		return fmt.Sprintf("%.3g× slower than real time", ratio)
	}
	return fmt.Sprintf("%.3g× faster than real time", 1/ratio)
}

// roundTime rounds to seconds, or less for times below one.
func roundTime(d time.Duration) time.Duration {
	if d < time.Second {
		return d.Round(10 * time.Millisecond)
	}
	return d.Round(time.Second)
}
