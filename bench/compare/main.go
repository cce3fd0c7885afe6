// Command compare measures cajal and other simulators in turn on this machine, and
// prints how many times faster cajal is, beside what it should reach.
//
//	go run ./bench/compare                  # an hour or less, alone on the machine
//	go run ./bench/compare -quick           # minutes: short runs, once each
//	go run ./bench/compare -write bench/RESULTS.md
//
// Results go to -out, results.json, from which -write makes the table. Peers are in
// bench/peers; one that is not installed is left out. Before each repetition compare waits until
// the machine is quiet, and rows measured beside other work are marked.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"time"
)

// settings are those of the command line.
type settings struct {
	cajal, python, out, backend, only, write string
	rounds, threads                          int
	quick                                    bool
	wait                                     time.Duration
}

func main() {
	var s settings
	flag.StringVar(&s.cajal, "cajal", "bin/cajal", "the program")
	flag.StringVar(&s.python, "python", "/usr/bin/python3", "the interpreter that has Brian")
	flag.StringVar(&s.out, "out", "out/bench", "folder for results.json")
	flag.StringVar(&s.backend, "backend", "", "cajal's back-end; its own default")
	flag.StringVar(&s.only, "only", "", "measure this benchmark alone, and keep the other results of the file")
	flag.StringVar(&s.write, "write", "", "measure nothing: put the table of the results into this file")
	flag.IntVar(&s.rounds, "rounds", 3, "repetitions, in turn; the median counts")
	flag.IntVar(&s.threads, "threads", 1, "of both sides")
	flag.BoolVar(&s.quick, "quick", false, "short runs, once each")
	flag.DurationVar(&s.wait, "wait", 90*time.Second, "longest wait for a quiet machine before a repetition")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, s); err != nil {
		fmt.Fprintln(os.Stderr, "compare:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, s settings) error {
	file := filepath.Join(s.out, "results.json")
	if s.write != "" {
		r, err := readReport(file)
		if err != nil {
			return err
		}
		return r.writeInto(s.write)
	}
	if s.quick {
		s.rounds = 1
	}
	if s.rounds < 1 || s.threads < 1 {
		return errors.New("-rounds and -threads want 1 or more")
	}
	r, err := s.begin(file)
	if err != nil {
		return err
	}
	if err := s.measure(ctx, r); err != nil {
		return err
	}
	r.Rows = rows(r)
	if err := r.save(file); err != nil {
		return err
	}
	fmt.Print(r.text())
	fmt.Println("written to " + file)
	return nil
}

// begin makes an empty report, or takes up the one of the file where one benchmark alone
// is to be measured again.
func (s settings) begin(file string) (*report, error) {
	if err := os.MkdirAll(s.out, 0o777); err != nil {
		return nil, err
	}
	r := &report{Runs: map[string]pair{}}
	if s.only != "" {
		old, err := readReport(file)
		switch {
		case err == nil && old.Quick == s.quick:
			r = old
		case err != nil && !errors.Is(err, os.ErrNotExist):
			return nil, err
		}
	}
	r.Machine, r.Date, r.Quick, r.Threads = machine(), time.Now().Format(time.DateOnly), s.quick, s.threads
	return r, nil
}

func (r *report) save(file string) error {
	text, err := json.MarshalIndent(r, "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(file, append(text, '\n'), 0o666)
}

func readReport(file string) (*report, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	r := &report{Runs: map[string]pair{}}
	if err := json.Unmarshal(text, r); err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	return r, nil
}
