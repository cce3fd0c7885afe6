package sonata

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
)

// Config is a SONATA simulation: the circuit and what is to be done with it.
// All paths are absolute or relative to the working folder, variables expanded.
type Config struct {
	Path            string // the file that was read
	Run             Run
	Conditions      Conditions
	TargetSimulator string            // "NEURON", "NEST" or empty
	Components      map[string]string // folders by key, such as "synaptic_models_dir"
	Nodes           []NetworkFile     // in the file's order
	Edges           []NetworkFile     // enabled ones, in the file's order
	GapJunctions    []NetworkFile     // enabled ones, in the file's order
	NodeSets        *NodeSets         // never nil
	Inputs          []Input           // enabled ones, in the file's order
	Reports         []Report          // enabled ones, in the file's order
	Output          Output
}

// Run says how long and how finely to simulate.
type Run struct {
	Tstart, Tstop, Dt  float64 // ms
	DL                 float64 // longest compartment, µm; 20 if not given
	SpikeThreshold     float64 // mV; −15 if not given
	BlockSteps         int     // steps between writes to disk; 0 if not given
	OverwriteOutputDir bool    // true if not given
}

// Conditions is the state of the tissue.
type Conditions struct {
	Celsius float64 // °C; 34 if not given
	VInit   float64 // mV; −80 if not given
}

// NetworkFile is an HDF5 file of nodes or edges and the CSV file of its types,
// which may be empty.
type NetworkFile struct{ File, Types string }

// Input is a stimulus.
type Input struct {
	Name    string
	Type    string // input_type: "spikes", "current_clamp", …
	Module  string // "h5", "sonata", "csv", "IClamp", …
	File    string // input_file, empty if there is none
	NodeSet NodeSet
	Params  map[string]any // every other key: float64, string, bool, []any or map[string]any
}

// Report asks for a variable of some cells.
type Report struct {
	Name       string
	Module     string // "membrane_report", "extracellular", …
	Variable   string // variable_name: "v", "V_m", …
	Cells      NodeSet
	Sections   string // "soma", "all", …
	FileName   string // full path; NAME.h5 in the output folder if not given
	Start, End float64
	Dt         float64        // ms; the step of the run if not given
	Params     map[string]any // every other key
}

// Output says where results go. Files are full paths, empty if not asked for.
type Output struct {
	Dir           string // output_dir; "output" beside the configuration if not given
	LogFile       string
	SpikesFile    string // spikes.h5 if not given
	SpikesFileCSV string
	SortOrder     SortOrder
}

// Number returns a number among the parameters of an input or a report.
func (in *Input) Number(key string) (float64, bool) {
	v, ok := in.Params[key].(float64)
	return v, ok
}

// ReadConfig reads a simulation's configuration: a file that names a network
// and a simulation file, a simulation file that names a network file, or one
// file with everything. Unknown keys are tolerated. The error has a line for
// each mistake in any of the files.
func ReadConfig(path string) (*Config, error) {
	r := &configReader{
		c: &Config{
			Path:       path,
			Run:        Run{DL: 20, SpikeThreshold: -15, OverwriteOutputDir: true},
			Conditions: Conditions{Celsius: 34, VInit: -80},
			Components: map[string]string{},
			NodeSets:   &NodeSets{},
			Output:     Output{Dir: filepath.Join(filepath.Dir(path), "output"), SpikesFile: "spikes.h5"},
		},
		state: map[string]reading{},
	}
	r.file(path, nil)
	if len(r.m.list) == 0 {
		r.finish()
	}
	if err := r.m.err(); err != nil {
		return nil, err
	}
	return r.c, nil
}

// configReader collects one Config from several files.
type configReader struct {
	c      *Config
	m      mistakes
	state  map[string]reading // by full path
	hasRun bool
}

type reading int

const (
	begun reading = 1 + iota
	done
)

// file reads one configuration file and those it names. A file named twice is
// read once; one that names itself is a mistake.
func (r *configReader) file(path string, above *manifest) {
	d, top, err := readDocument(path)
	if err != nil {
		r.m.add(err)
		return
	}
	r.state[full(path)] = begun
	own := &object{}
	if v := top.values["manifest"]; v != nil {
		own, _ = v.data.(*object)
		if own == nil {
			r.m.add(d.errorf(v, "manifest is %s, want an object", describe(v)))
			own = &object{}
		}
	}
	s := &section{d: d, o: top, vars: readManifest(d, own, above, &r.m), m: &r.m}
	r.include(s, "network")
	r.include(s, "simulation")
	r.circuit(s)
	r.simulation(s)
	r.state[full(path)] = done
}

// full is the path of a file by which it is known, however it is named.
func full(path string) string {
	if all, err := filepath.Abs(path); err == nil {
		return all
	}
	return path
}

// include reads the file that key names, or the object that stands there.
func (r *configReader) include(s *section, key string) {
	v := s.o.values[key]
	if v == nil {
		return
	}
	if o, ok := v.data.(*object); ok {
		inner := *s
		inner.o = o
		r.circuit(&inner)
		r.simulation(&inner)
		return
	}
	path := s.path(key, s.d.dir())
	switch {
	case path == "" || r.state[full(path)] == done:
	case r.state[full(path)] == begun:
		r.m.add(s.d.errorf(v, "%s: the file %s includes itself", key, path))
	default:
		if s.exists(key, path) {
			r.file(path, s.vars)
		}
	}
}

// circuit reads what describes the network.
func (r *configReader) circuit(s *section) {
	if c := s.section("components"); c != nil {
		for _, key := range c.o.keys {
			r.c.Components[key] = c.path(key, s.d.dir())
		}
	}
	s.text("target_simulator", &r.c.TargetSimulator)
	if n := s.section("networks"); n != nil {
		r.c.Nodes = append(r.c.Nodes, n.files("nodes", "nodes_file", "node_types_file")...)
		r.c.Edges = append(r.c.Edges, n.files("edges", "edges_file", "edge_types_file")...)
		r.c.GapJunctions = append(r.c.GapJunctions, n.files("gap_juncs", "gap_juncs_file", "gap_juncs_types_file")...)
	}
	if sets := s.section("node_sets"); sets != nil {
		r.m.add(r.c.NodeSets.add(sets.d, sets.o))
	}
	if path := s.path("node_sets_file", s.d.dir()); path != "" && r.state[full(path)] == 0 && s.exists("node_sets_file", path) {
		r.state[full(path)] = done
		d, o, err := readDocument(path)
		if err == nil {
			err = r.c.NodeSets.add(d, o)
		}
		r.m.add(err)
	}
}

// simulation reads what is to be done with the network.
func (r *configReader) simulation(s *section) {
	if run := s.section("run"); run != nil {
		r.hasRun = true
		r.run(run)
	}
	if c := s.section("conditions"); c != nil {
		c.number("celsius", &r.c.Conditions.Celsius)
		c.number("v_init", &r.c.Conditions.VInit)
	}
	if o := s.section("output"); o != nil {
		r.output(o)
	}
	for _, in := range s.entries("inputs") {
		if in.enabled() {
			r.c.Inputs = append(r.c.Inputs, in.input())
		}
	}
	for _, report := range s.entries("reports") {
		if report.enabled() {
			r.c.Reports = append(r.c.Reports, report.report())
		}
	}
}

func (r *configReader) run(s *section) {
	run := &r.c.Run
	s.number("tstart", &run.Tstart)
	if s.number("tstop", &run.Tstop) && run.Tstop <= run.Tstart {
		s.wrong("tstop", fmt.Sprintf("want an end in ms after tstart, %g ms", run.Tstart))
	}
	if s.number("dt", &run.Dt) && run.Dt <= 0 {
		s.wrong("dt", "want a step in ms above 0")
	}
	s.number("dL", &run.DL)
	s.number("spike_threshold", &run.SpikeThreshold)
	steps := 0.0
	s.number("nsteps_block", &steps)
	run.BlockSteps = int(steps)
	s.boolean("overwrite_output_dir", &run.OverwriteOutputDir)
}

func (r *configReader) output(s *section) {
	out := &r.c.Output
	if dir := s.path("output_dir", s.d.dir()); dir != "" {
		out.Dir = dir
	}
	s.text("log_file", &out.LogFile)
	s.text("spikes_file", &out.SpikesFile)
	s.text("spikes_file_csv", &out.SpikesFileCSV)
	s.boolean("overwrite_output_dir", &r.c.Run.OverwriteOutputDir)
	order := ""
	s.text("spikes_sort_order", &order)
	var err error
	if out.SortOrder, err = ParseSortOrder(order); err != nil {
		r.m.add(s.d.errorf(s.o.values["spikes_sort_order"], "output.spikes_sort_order: %w", err))
	}
}

// finish fills in what depends on all files, and checks that they exist.
func (r *configReader) finish() {
	c := r.c
	if !r.hasRun {
		r.m.addf("%s: has no run block with tstop and dt; give the simulation's configuration", c.Path)
	}
	if len(c.Nodes) == 0 {
		r.m.addf("%s: names no files of nodes (networks.nodes)", c.Path)
	}
	for _, file := range []*string{&c.Output.LogFile, &c.Output.SpikesFile, &c.Output.SpikesFileCSV} {
		if *file != "" {
			*file = join(c.Output.Dir, *file)
		}
	}
	for i := range c.Reports {
		report := &c.Reports[i]
		report.FileName = join(c.Output.Dir, report.FileName)
		if report.Dt == 0 {
			report.Dt = c.Run.Dt
		}
		if report.End == 0 {
			report.End = c.Run.Tstop
		}
	}
}

func join(dir, path string) string {
	if filepath.IsAbs(path) {
		return filepath.Clean(path)
	}
	return filepath.Join(dir, path)
}

// Component returns the path of a model's file, such as IntFire1_exc_1.json,
// in the folder that key names among the components.
func (c *Config) Component(key, name string) (string, error) {
	dir, ok := c.Components[key]
	if !ok {
		return "", fmt.Errorf("%s: components.%s is missing, where %s should be", c.Path, key, name)
	}
	path := join(dir, name)
	if _, err := os.Stat(path); err == nil {
		return path, nil
	}
	var names []string
	entries, err := os.ReadDir(filepath.Dir(path))
	if err != nil {
		return "", fmt.Errorf("components.%s: no file %s: %w", key, name, err)
	}
	for _, entry := range entries {
		names = append(names, filepath.Join(filepath.Dir(name), entry.Name()))
	}
	slices.Sort(names)
	return "", fmt.Errorf("components.%s: %s has no file %s%s", key, dir, name, suggest(name, names))
}
