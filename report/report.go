package report

import (
	"bytes"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// Report is what one run has to show. Whatever is empty is left out of the page.
type Report struct {
	Title        string
	Description  string // prose below the title
	Summary      Summary
	Figures      []*Figure
	Populations  []Population
	Expectations []Expectation
	Warnings     []string
	Provenance   Provenance
}

// Summary is the run in numbers; it makes the line below the title.
type Summary struct {
	Neurons, Synapses, Spikes int64
	Biological                float64 // simulated time, ms
	Wall                      float64 // time it took, s; 0 means unknown
}

// Population is a row of the table of populations. A statistic that does not
// exist is NaN.
type Population struct {
	Name, Model string
	Size        int
	Rate        float64 // mean over cells, Hz
	CV          float64 // mean over cells
	Correlation float64 // mean over pairs of cells
}

// Provenance is what it takes to do the run again.
type Provenance struct {
	Version     string // of cajal
	Command     string // the command line
	Model       string // file of the script or configuration
	Seed        uint64
	Step        float64 // ms
	Backend     string
	Threads     int
	Machine     string // processor, cores, operating system
	Started     string // date and time
	Integrators []Setting
	Parameters  []Setting // set on the command line
	Sources     []string  // publications of the models used
}

// Setting is a name with its value: a population with its integrator, a
// parameter with what it was set to.
type Setting struct{ Name, Value string }

// String returns the summary as one line.
func (s Summary) String() string {
	parts := []string{plural(s.Neurons, "neuron"), plural(s.Synapses, "synapse")}
	if s.Wall > 0 {
		parts = append(parts, duration(s.Biological)+" simulated in "+duration(1000*s.Wall), s.speed())
	} else {
		parts = append(parts, duration(s.Biological)+" simulated")
	}
	return strings.Join(append(parts, plural(s.Spikes, "spike")), " · ")
}

// speed compares the run with life.
func (s Summary) speed() string {
	switch ratio := s.Wall * 1000 / s.Biological; {
	case math.IsInf(ratio, 0) || math.IsNaN(ratio):
		return "no time simulated"
	case ratio > 1:
		return fmt.Sprintf("%.3g× slower than real time", ratio)
	default:
		return fmt.Sprintf("%.3g× faster than real time", 1/ratio)
	}
}

func plural(n int64, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return count(n) + " " + noun + "s"
}

// Failed returns the number of expectations that did not pass.
func (r *Report) Failed() int {
	n := 0
	for _, e := range r.Expectations {
		if !e.Pass {
			n++
		}
	}
	return n
}

// Verdict says how many expectations passed.
func (r *Report) Verdict() string {
	all, failed := len(r.Expectations), r.Failed()
	if failed == 0 {
		if all == 1 {
			return "The expected result was met."
		}
		return fmt.Sprintf("All %d expected results were met.", all)
	}
	return fmt.Sprintf("%d of %d expected results were not met.", failed, all)
}

// Rows returns the provenance that is known and a single value, in the order of
// the page.
func (p Provenance) Rows() []Setting {
	var rows []Setting
	add := func(name, value string, known bool) {
		if known {
			rows = append(rows, Setting{name, value})
		}
	}
	run := p.Version != "" || p.Command != "" || p.Model != "" // a seed of 0 counts, if there was a run
	add("Command", p.Command, p.Command != "")
	add("Model", p.Model, p.Model != "")
	add("Version", p.Version, p.Version != "")
	add("Seed", strconv.FormatUint(p.Seed, 10), run)
	add("Step", withUnit(p.Step, "ms"), p.Step != 0)
	add("Back-end", p.Backend, p.Backend != "")
	add("Threads", strconv.Itoa(p.Threads), p.Threads != 0)
	add("Machine", p.Machine, p.Machine != "")
	add("Started", p.Started, p.Started != "")
	return rows
}

// Known says whether there is anything to show of the provenance.
func (p Provenance) Known() bool {
	return len(p.Rows())+len(p.Integrators)+len(p.Parameters)+len(p.Sources) > 0
}

// WriteFile writes the page to path, so that the file is either complete or not
// there.
func (r *Report) WriteFile(path string) error { return writeFile(path, r.Write) }

// Write writes the page.
func (r *Report) Write(w io.Writer) error {
	var b bytes.Buffer
	if err := page.Execute(&b, r); err != nil {
		return fmt.Errorf("report %q: %w", r.Title, err)
	}
	_, err := w.Write(b.Bytes())
	return err
}

// writeFile writes a file under another name beside path and renames it when it
// is complete.
func writeFile(path string, write func(io.Writer) error) error {
	f, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".*")
	if err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	defer os.Remove(f.Name()) // nothing is left to remove after the rename
	err = write(f)
	if err == nil {
		err = f.Chmod(0o644)
	}
	if closed := f.Close(); err == nil {
		err = closed
	}
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	return nil
}
