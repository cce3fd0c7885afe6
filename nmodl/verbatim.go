package nmodl

import (
	"regexp"
	"strings"

	"github.com/cajal-sim/cajal/ir"
)

// VERBATIM. Only what a kernel reaches counts: functions that programs call (setRNG,
// bbsavestate), and declarations between the blocks, do nothing here. What is
// reached must be one of the idioms below.

// comments and preprocessor lines of C, and white space.
var noise = regexp.MustCompile(`(?s)/\*.*?\*/|//[^\n]*|(?m:^[ \t]*#.*$)|\s+`)

// idiom is what a piece of C code means.
type idiom uint8

const (
	nothing  idiom = iota // for what the simulation does
	returns               // from the routine
	binomial              // each sets the value of the function it stands in
	exponential
	gaussian
	picked
)

// idioms are searched, in this order, in the C code without comments and white space.
var idioms = []struct {
	pattern *regexp.Regexp
	means   idiom
}{
	{regexp.MustCompile(`^return;$`), returns},
	{regexp.MustCompile(`gammln\(|for\(i=0;i<_l\w+;i\+\+\)\{if\(urand\(_threadargs_\)<_l\w+\)`), binomial},
	{regexp.MustCompile(`nrnran123_negexp`), exponential},
	{regexp.MustCompile(`nrnran123_normal`), gaussian},
	{regexp.MustCompile(`nrnran123_dblpick|nrn_random_pick`), picked},
	{regexp.MustCompile(`^(if\(\w*\)\{)?nrnran123_setseq\(`), nothing},
	{regexp.MustCompile(`^if\(cvode_active_[^}]*\}if\(usingR123\)\{nrnran123_setseq`), nothing},
	{regexp.MustCompile(`^f?printf\([^;]*\);$`), nothing},
	{regexp.MustCompile(`^(extern[^;{]*;)+$`), nothing},
}

// verbatim takes a VERBATIM statement and returns how many statements after it belong to it.
func (r *run) verbatim(s *statement, rest []*statement) int {
	text := noise.ReplaceAllString(s.word.text, "")
	if text == "" {
		return 0
	}
	if n, ok := r.absentVectors(text, rest); ok {
		return n
	}
	for _, i := range idioms {
		if i.pattern.MatchString(text) {
			r.idiom(i.means, s)
			return 0
		}
	}
	r.fail(s.word.place, "VERBATIM holds C code, which cannot be run: “"+excerpt(s.word.text)+"”", "write it in NMODL; random numbers come from RANDOM in NEURON { } (NEURON 9) and random_uniform(name, 0, 1)")
	return 0
}

func (r *run) idiom(means idiom, s *statement) {
	switch means {
	case returns:
		r.leave()
	case binomial:
		r.binomial(s)
	case exponential:
		r.result(r.exponential())
	case gaussian:
		r.result(r.draw(ir.Normal))
	case picked:
		r.picked(s)
	}
}

// excerpt is the first line of C code that says something.
func excerpt(text string) string {
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if line != "" && line[0] != '#' && !strings.HasPrefix(line, "//") && !strings.HasPrefix(line, "/*") {
			if len(line) > 50 {
				line = line[:50] + "…"
			}
			return line
		}
	}
	return "(a comment)"
}

// absentVectors passes over what happens only where a program has given vectors of delays
// and weights, which none does here: from the brace that the C code opens to the one that
// closes it, whatever NMODL stands between (ProbAMPANMDA_EMS, ProbGABAAB_EMS).
func (r *run) absentVectors(text string, rest []*statement) (int, bool) {
	if !strings.Contains(text, "vv_delay_") || balance(text) <= 0 {
		return 0, false
	}
	open := balance(text)
	for i, s := range rest {
		if s.kind != verbatimStatement {
			continue
		}
		closing := noise.ReplaceAllString(s.word.text, "")
		if open += balance(closing); open <= 0 {
			if strings.HasSuffix(closing, "return;") {
				r.leave()
			}
			return i + 1, true
		}
	}
	return 0, false
}

func balance(text string) int { return strings.Count(text, "{") - strings.Count(text, "}") }

// leave returns from the routine under way.
func (r *run) leave() { r.set(r.calls[len(r.calls)-1].returned, r.g.Const(1)) }

// result sets what the function under way returns.
func (r *run) result(value ir.Ref) {
	name := r.calls[len(r.calls)-1].name
	if v, ok := r.lookup(name); ok && name != "" {
		r.set(v.base, value)
	}
}

// picked is a draw from a generator that a program has set: uniform, but where the
// function's name says that its distribution is another.
func (r *run) picked(s *statement) {
	switch name := strings.ToLower(r.calls[len(r.calls)-1].name); {
	case name == "":
		r.fail(s.word.place, "a random number is drawn outside of a FUNCTION", "write FUNCTION urand() { … }")
	case strings.Contains(name, "exp") || name == "erand":
		r.result(r.exponential())
	case strings.Contains(name, "norm") || strings.Contains(name, "gauss") || name == "grand":
		r.result(r.draw(ir.Normal))
	default:
		r.result(r.draw(ir.Uniform))
	}
}

// native recognises what the simulator itself puts in a mechanism's place.
func (b *builder) native() bool {
	if b.m.Kind != ir.ArtificialCell || b.tree.routines["play"] == nil || b.tree.routines["element"] == nil {
		return false
	}
	b.m.Membrane.Native = "vecstim" // events at the times of a vector
	return true
}

// maxSites bounds the release sites of a synapse.
const maxSites = 32

// findSites recognises synapses that loop over their release sites, Nrrp of them.
func (b *builder) findSites() {
	v, ok := b.variables["Nrrp"]
	if !ok || v.size > 0 || b.m.Symbols[v.base].Role != ir.Param || b.tree.receive == nil {
		return
	}
	b.sites = maxSites
	b.m.Membrane.Limits = append(b.m.Membrane.Limits, ir.Limit{Symbol: v.base, Low: 0, High: maxSites,
		Why: "each release site is a pass of a loop that is unrolled"})
}
