// Command cajal simulates neural tissue: it runs scripts and SONATA circuits,
// explains models, compares results and repeats published experiments.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"os/signal"
	"slices"
	"strings"
	"syscall"

	"github.com/alecthomas/kong"
	"github.com/cajal-sim/cajal/ir"
)

// commands is the grammar of the command line.
type commands struct {
	Run       runCommand       `cmd:"" help:"Run a script (.star) or a SONATA configuration (.json)."`
	Check     checkCommand     `cmd:"" help:"Check a script, a configuration, a mechanism or a morphology, without simulating or, with --converge, in its step."`
	Explain   explainCommand   `cmd:"" help:"Show the equations of a model, what becomes of them, and how each state is integrated."`
	Models    modelsCommand    `cmd:"" help:"List the library of models, or show one."`
	Cite      citeCommand      `cmd:"" help:"List the publications behind a model."`
	Compare   compareCommand   `cmd:"" help:"Compare two files of spikes."`
	Reproduce reproduceCommand `cmd:"" help:"Repeat published experiments and compare with their numbers."`
	Bench     benchCommand     `cmd:"" help:"Measure speed on standard networks."`
	Version   versionCommand   `cmd:"" help:"Show the version."`
}

// The exit statuses besides 0.
const (
	exitError       = 1 // and results that differ from what was expected
	exitUsage       = 2
	exitInterrupted = 130
)

// terminal is where a command reads and writes.
type terminal struct {
	args     []string
	out, err io.Writer
}

func main() {
	ctx, stop := context.WithCancel(context.Background())
	go interrupt(stop)
	os.Exit(execute(ctx, &terminal{os.Args[1:], os.Stdout, os.Stderr}))
}

// interrupt ends the run at the end of a step on the first Ctrl-C, and the
// process on the second.
func interrupt(stop func()) {
	signals := make(chan os.Signal, 2)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	<-signals
	stop()
	<-signals
	os.Exit(exitInterrupted)
}

// execute runs a command line and returns the exit status.
func execute(ctx context.Context, t *terminal) int {
	var c commands
	status := -1
	parser, err := kong.New(&c,
		kong.Name("cajal"),
		kong.Description("A simulator of neural tissue."),
		kong.Writers(t.out, t.err),
		kong.Exit(func(code int) { status = code }),
		kong.Vars{
			"backend": defaultBackend, "code": codePass, "backends": strings.Join(slices.Sorted(maps.Keys(backends)), ", "),
			"passes": strings.Join(passNames(), ", "), "methods": strings.Join(ir.Methods(), ", "),
		},
		kong.WithHyphenPrefixedParameters(true),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true, NoExpandSubcommands: true}),
	)
	if err != nil {
		panic("BUG: cajal: " + err.Error())
	}
	args := t.args
	if len(args) == 0 {
		args = []string{"--help"}
	}
	if err := knownCommand(parser, args[0]); err != nil {
		t.complain(err)
		return exitUsage
	}
	parsed, err := parser.Parse(args)
	switch {
	case status >= 0: // --help
		return status
	case err != nil:
		t.complain(err)
		return exitUsage
	}
	parsed.BindTo(ctx, (*context.Context)(nil))
	return t.status(parsed.Run(t))
}

// knownCommand checks the first word, unless it is a flag.
func knownCommand(parser *kong.Kong, word string) error {
	var names []string
	for _, c := range parser.Model.Children {
		names = append(names, c.Name)
	}
	if strings.HasPrefix(word, "-") || slices.Contains(names, word) {
		return nil
	}
	return unknown("command", word, names)
}

// status reports an error and returns the exit status for it.
func (t *terminal) status(err error) int {
	var silent *failure
	switch {
	case err == nil:
		return 0
	case errors.Is(err, context.Canceled):
		fmt.Fprintln(t.err, "cajal: interrupted; what was recorded until then is kept")
		return exitInterrupted
	case errors.As(err, &silent):
		return exitError
	}
	t.complain(err)
	return exitError
}

// complain prints an error, every line with the command's name. What several
// layers say of one cause is said once.
func (t *terminal) complain(err error) {
	said := "\n"
	for line := range strings.Lines(err.Error()) {
		if line = strings.TrimRight(line, "\n"); !strings.Contains(said, line+"\n") {
			fmt.Fprintln(t.err, "cajal: "+line)
			said += line + "\n"
		}
	}
}

// failure is an outcome that the output has shown already, such as a check that
// is not met: it only sets the exit status.
type failure struct{ what string }

func (f *failure) Error() string { return f.what }
