package script

import (
	"errors"
	"fmt"
	"strings"

	"github.com/cajal-sim/cajal/equation"
	"go.starlark.net/resolve"
	"go.starlark.net/starlark"
	"go.starlark.net/syntax"
)

// Fault is a mistake in a script, at its place.
type Fault struct {
	Pos    syntax.Position
	Text   string
	Called []syntax.Position // innermost first, of the functions it lies in
	cause  error
}

// shownCalls is how many calls a message lists.
const shownCalls = 8

// Error is file:line:col: text, and a line for each function it was called from.
func (f *Fault) Error() string {
	var s strings.Builder
	fmt.Fprintf(&s, "%s: %s", f.Pos, f.Text)
	for i, pos := range f.Called {
		if i == shownCalls {
			fmt.Fprintf(&s, "\n\tand so on, %d calls in all", len(f.Called))
			break
		}
		fmt.Fprintf(&s, "\n\tcalled from %s", pos)
	}
	return s.String()
}

// Unwrap is the error that the fault reports.
func (f *Fault) Unwrap() error { return f.cause }

// Faults are all mistakes that were found, one a line.
type Faults []error

// Error is the mistakes, one a line.
func (f Faults) Error() string {
	lines := make([]string, len(f))
	for i := range f {
		lines[i] = f[i].Error()
	}
	return strings.Join(lines, "\n")
}

// Unwrap lists the mistakes.
func (f Faults) Unwrap() []error { return f }

// errSetting is a mistake on the command line, which has no place in the script.
type errSetting struct{ error }

// fault gives an error of parsing, resolving or running a script its place.
func (s *session) fault(err error) error {
	var inner *Fault
	var parse syntax.Error
	var unresolved resolve.ErrorList
	var eval *starlark.EvalError
	switch {
	case errors.As(err, &inner): // of a loaded file
		return inner
	case errors.As(err, &parse):
		return &Fault{Pos: parse.Pos, Text: remedied(parse.Msg)}
	case errors.As(err, &unresolved):
		var all Faults
		for _, e := range unresolved {
			all = append(all, &Fault{Pos: e.Pos, Text: e.Msg})
		}
		return all
	case errors.As(err, &eval):
		return s.located(eval)
	}
	return err
}

// located finds the place of an error while running: the innermost frame
// of the script, and in it the argument that is wrong.
func (s *session) located(eval *starlark.EvalError) error {
	var places []syntax.Position
	for i := range eval.CallStack {
		frame := eval.CallStack.At(i)
		if frame.Pos.IsValid() && frame.Pos.Line > 0 {
			places = append(places, frame.Pos)
		}
	}
	cause := eval.Unwrap()
	var setting errSetting
	if errors.As(cause, &setting) {
		return setting.error // of the command line
	}
	var mistakes equation.Errors
	if errors.As(cause, &mistakes) {
		return mistakes // which have their own places
	}
	var file *fileMistakes
	if errors.As(cause, &file) {
		return file // which have their own places, too
	}
	if len(places) == 0 {
		return eval
	}
	f := &Fault{Pos: places[0], Text: plain(eval.Msg), Called: places[1:], cause: cause}
	if name := s.hidden[placeOf(places[0])]; name != "" {
		f.Text += "; " + name + " is a variable of the script here, not the unit"
	}
	var m *misfit
	if errors.As(cause, &m) {
		f.Text = m.Error()
		f.Pos = s.argumentOf(m, f.Pos)
	}
	return f
}

// argumentOf is the place of a wrong argument, or of the call.
func (s *session) argumentOf(m *misfit, call syntax.Position) syntax.Position {
	site := s.calls[placeOf(call)]
	if site == nil || m.name == "" && m.index < 0 {
		return call
	}
	arg := site.argument(m.name, m.index)
	if arg == nil {
		return call
	}
	start, _ := arg.Span()
	return start
}

// plain is what Starlark says without its own matters.
func plain(text string) string {
	if text == "Starlark stack overflow" {
		return "too many calls inside each other: does a function call itself without end?"
	}
	text = strings.TrimPrefix(text, "unhandled ")
	for _, h := range mixedUp {
		if text == h.text {
			text += h.hint
		}
	}
	return text
}

// mixedUp is what Starlark says where one section is taken for many, or many for one.
var mixedUp = []struct{ text, hint string }{
	{"index operation section[int]", "; c.soma is one section: write c.soma(0.5)"},
	{"invalid call of non-function (list)", "; c.dend, c.apic and c.axon are lists of sections: write c.dend[0](0.5)"},
}

// hints say what to write instead of the Python that Starlark does not have, by what its
// parser stumbles over.
var hints = []struct{ got, hint string }{
	{"got '**'", "; for a power write pow(x, 2)"},
	{"got import", "; nothing is imported: units, functions and plot are there already"},
	{"got from", "; nothing is imported: units, functions and plot are there already"},
	{"got class", "; there are no classes: use functions and dictionaries"},
	{"got try", "; there are no exceptions"},
	{"got raise", "; there are no exceptions: call fail(\"why\")"},
	{"got assert", "; call fail(\"why\") in an if"},
	{"got with", "; there are no contexts"},
	{"got is", "; compare with == None"},
	{"got string literal", "; there are no f-strings: write \"%s\" % x or \"{}\".format(x)"},
	{"got bytes literal", "; there are no bytes here"},
}

// remedied adds the remedy to a message of the parser.
func remedied(text string) string {
	for _, h := range hints {
		if strings.Contains(text, h.got) {
			return text + h.hint
		}
	}
	return text
}
