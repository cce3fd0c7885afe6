package circuit

import (
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/cajal-sim/cajal/format/sonata"
	"github.com/cajal-sim/cajal/ir"
	"github.com/cajal-sim/cajal/network"
	"github.com/cajal-sim/cajal/nmodl"
	"github.com/cajal-sim/cajal/sim"
	"github.com/cajal-sim/cajal/unit"
)

// Circuit is a network and what its configuration says about running it.
type Circuit struct {
	Network        *network.Network
	Duration, Step float64      // ms
	Numerics       sim.Numerics // NEURON's, if there are biophysical cells
	Title          string
	Sources        []string // publications, besides those of the mechanisms

	// OutputDir is the folder for all files; the paths below are relative to it
	// unless they are absolute.
	OutputDir   string
	NoOverwrite bool // OutputDir must not hold a run already
	SpikesFile  string
	SpikesOrder sonata.SortOrder
	// Reports are the files of the network's probes, shape (probes).
	Reports []string
	// Names are the populations' names in files where they are not their own: the
	// parts of a SONATA population whose cells have different models share one.
	Names map[*network.Population]string

	Warnings []string // one line each: what was ignored or assumed
}

// Load reads a simulation's configuration and everything that it names. The
// error has a line for each mistake.
func Load(path string) (*Circuit, error) { return LoadFine(path, 1) }

// LoadFine is Load with compartments of so many times less length, to see
// whether results depend on them.
func LoadFine(path string, parts int) (*Circuit, error) {
	config, err := sonata.ReadConfig(path)
	if err != nil {
		return nil, err
	}
	config.Run.DL /= float64(parts)
	l := &loader{
		config:     config,
		byName:     map[string]*cells{},
		params:     map[string]sonata.Params{},
		mechanisms: map[string]*ir.Mechanism{},
		byPrint:    map[blueprint]*network.Cell{},
		circuit: &Circuit{
			Network: &network.Network{}, Title: title(path),
			Sources: []string{"Dai et al. 2020, PLoS Comput Biol 16:e1007696 (SONATA)"},
			Names:   map[*network.Population]string{},
		},
	}
	l.run()
	if l.readCells() { // else whatever names cells would be a mistake
		l.readEdges()
		l.readInputs()
		l.setAhead()
		l.readReports()
	}
	if err := errors.Join(l.mistakes...); err != nil {
		return nil, err
	}
	return l.circuit, nil
}

// title is the name of the folder that holds the configuration.
func title(path string) string {
	if full, err := filepath.Abs(path); err == nil {
		path = full
	}
	return filepath.Base(filepath.Dir(path))
}

// loader builds one circuit.
type loader struct {
	config     *sonata.Config
	circuit    *Circuit
	cells      []*cells // in the order of the files
	byName     map[string]*cells
	params     map[string]sonata.Params // files of parameters by path
	mechanisms map[string]*ir.Mechanism // channels and synapses by kind and name
	byPrint    map[blueprint]*network.Cell
	mistakes   []error
}

// mistake notes an error, or all that it joins, each once: several populations
// may share a file that is wrong.
func (l *loader) mistake(err error) {
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		for _, one := range joined.Unwrap() {
			l.mistake(one)
		}
		return
	}
	if err != nil && !slices.ContainsFunc(l.mistakes, func(e error) bool { return e.Error() == err.Error() }) {
		l.mistakes = append(l.mistakes, err)
	}
}

func (l *loader) mistakef(format string, values ...any) {
	l.mistake(fmt.Errorf(format, values...))
}

// mistakeIn notes a mistake in a file, unless it is one of a mechanism's text, which
// says so itself: cells that share the mechanism share the mistake.
func (l *loader) mistakeIn(file string, err error) {
	var problems nmodl.Problems
	switch {
	case err == nil:
	case errors.As(err, &problems):
		l.mistake(problems)
	default:
		l.mistakef("%s: %w", file, err)
	}
}

// warnf notes what was ignored or assumed, each thing once.
func (l *loader) warnf(format string, values ...any) {
	text := fmt.Sprintf(format, values...)
	if !slices.Contains(l.circuit.Warnings, text) {
		l.circuit.Warnings = append(l.circuit.Warnings, text)
	}
}

// defaultStep is what NEST and BMTK take where the configuration has no dt, ms.
const defaultStep = 0.1

// run copies how long and how finely to simulate, and where results go.
func (l *loader) run() {
	c, run, out := l.circuit, l.config.Run, l.config.Output
	c.Duration, c.Step = run.Tstop, run.Dt
	if run.Dt == 0 {
		c.Step = defaultStep
		l.warnf("run.dt is not given: %g ms is assumed", defaultStep)
	}
	if run.Tstart != 0 {
		l.warnf("run.tstart, %g ms, is ignored: the simulation begins at 0", run.Tstart)
	}
	if len(l.config.GapJunctions) > 0 {
		l.mistakef("%s: networks.gap_juncs: gap junctions of SONATA circuits are not supported by this version", l.config.Path)
	}
	c.OutputDir, c.NoOverwrite = out.Dir, !run.OverwriteOutputDir
	c.SpikesFile, c.SpikesOrder = l.inOutput(out.SpikesFile), out.SortOrder
	if out.SpikesFileCSV != "" {
		l.warnf("output.spikes_file_csv is ignored: spikes are written to %s", c.SpikesFile)
	}
}

// inOutput shortens the path of a file in the output folder.
func (l *loader) inOutput(path string) string {
	short, err := filepath.Rel(l.config.Output.Dir, path)
	if err != nil || strings.HasPrefix(short, "..") {
		return path
	}
	return short
}

// nearest continues a message about an unknown name with the nearest spelling,
// and with what there is.
func nearest(name string, known []string) string {
	text := ""
	if near := unit.NearestOf(name, known); near != "" {
		text = fmt.Sprintf("; did you mean %q?", near)
	}
	if len(known) == 0 {
		return text + " (there are none)"
	}
	return text + " (there are: " + strings.Join(known, ", ") + ")"
}
