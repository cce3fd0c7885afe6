package script

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/cajal-sim/cajal/experiment"
	"github.com/cajal-sim/cajal/report"
	"go.starlark.net/starlark"
	"go.starlark.net/syntax"
)

// Options say how a script is run. The zero value but for Backend works.
type Options struct {
	experiment.Options
	// Source is the text; nil: read from the path.
	Source []byte
	// Set gives values to the script's param calls by name, as a script would write them.
	Set map[string]string
	// HasSeed says that Seed replaces the script's own.
	HasSeed bool
	// HasNumerics says that Numerics replaces those of a configuration.
	HasNumerics bool
	// CompartmentParts is the least number of parts that each compartment is cut into, to
	// see whether results depend on them; 0: 1.
	CompartmentParts int
	// NoFiles keeps results in memory, or in a temporary file, and writes no others.
	NoFiles bool
	// EndsEarly ends the script when a run has come to Until: what it would do with the rest
	// is not there.
	EndsEarly bool
	// CheckOnly ends the script before its first run, once the network is checked and compiled.
	CheckOnly bool
	// Stdout is where print goes; nil: nowhere.
	Stdout io.Writer
}

// Result is what a script did.
type Result struct {
	*experiment.Result
	Expectations []report.Expectation
	Figures      []*report.Figure
	Runs         []*experiment.Run // that the result is about
	Saved        bool              // files were written to Options.Out
}

// Failed is the number of expectations that did not hold.
func (r *Result) Failed() int {
	failed := 0
	for _, e := range r.Expectations {
		if !e.Pass {
			failed++
		}
	}
	return failed
}

// errChecked ends a script that is only checked, and errEnded one that is long enough.
var (
	errChecked = errors.New("checked")
	errEnded   = errors.New("ended")
)

// Run runs the script at path. An error that the script is to blame for is a
// [Fault] or [Faults]. A run that fails or is cancelled leaves its files
// complete up to there, and its result is returned with the error.
func Run(ctx context.Context, path string, opt Options) (*Result, error) {
	source := opt.Source
	if source == nil {
		var err error
		if source, err = os.ReadFile(path); err != nil {
			return nil, fmt.Errorf("script: %w", err)
		}
	}
	s := newSession(ctx, path, opt)
	defer s.close()
	err := s.run(path, source)
	if errors.Is(err, errChecked) {
		return s.result(), nil
	}
	if errors.Is(err, errEnded) {
		return s.finish(nil)
	}
	if err == nil {
		err = s.unknownSettings(sortedKeys(s.params))
	}
	if !s.ran() && err != nil {
		return nil, err
	}
	return s.finish(err)
}

// run executes the text.
func (s *session) run(path string, source []byte) error {
	p, err := s.parse(path, source)
	if err != nil {
		return s.fault(err)
	}
	thread := s.thread(path)
	stop := context.AfterFunc(s.ctx, func() { thread.Cancel("interrupted") })
	defer stop()
	_, err = p.Init(thread, s.universe)
	switch {
	case err == nil || errors.Is(err, errChecked) || errors.Is(err, errEnded):
		return err
	case s.ctx.Err() != nil:
		return s.ctx.Err()
	}
	return s.fault(err)
}

// thread is a thread of execution for a file.
func (s *session) thread(path string) *starlark.Thread {
	return &starlark.Thread{Name: path, Load: s.load}
}

// load runs another file, named relative to the script, once.
func (s *session) load(from *starlark.Thread, name string) (starlark.StringDict, error) {
	path := filepath.Join(filepath.Dir(from.Name), filepath.FromSlash(name))
	m, ok := s.loaded[path]
	if ok && m == nil {
		return nil, errors.New("it loads itself")
	}
	if ok {
		return m, nil
	}
	s.loaded[path] = nil
	source, err := os.ReadFile(path)
	if err != nil {
		return nil, errors.Unwrap(err)
	}
	p, err := s.parse(path, source)
	if err != nil {
		return nil, s.fault(err)
	}
	m, err = p.Init(s.thread(path), s.universe)
	if err != nil {
		return nil, s.fault(err)
	}
	m.Freeze()
	s.loaded[path] = m
	return m, nil
}

// relocated gives mistakes that begin with the name of a thing the places at
// which the script made it.
func (s *session) relocated(err error) error {
	if err == nil {
		return nil
	}
	var faults Faults
	for _, line := range strings.Split(err.Error(), "\n") {
		at, ok := s.origin(line)
		if !ok {
			return err
		}
		faults = append(faults, &Fault{Pos: at, Text: line, cause: err})
	}
	return faults
}

// origin finds the thing that a message begins with: "population E: …".
func (s *session) origin(line string) (syntax.Position, bool) {
	what, _, ok := strings.Cut(line, ":")
	if !ok {
		return syntax.Position{}, false
	}
	at, ok := s.net.origins[what]
	return at, ok
}
