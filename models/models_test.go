package models

import (
	"flag"
	"os"
	"strings"
	"testing"

	"github.com/cajal-sim/cajal/ir"
)

var update = flag.Bool("update", false, "rewrite the golden files")

func TestNames(t *testing.T) {
	const golden = "testdata/names.txt"
	got := strings.Join(Names(), "\n") + "\n"
	if *update {
		if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("the library is\n%s\nwant\n%s\n(go test ./models -update)", got, want)
	}
}

// TestLibrary: what a reader may expect of every text.
func TestLibrary(t *testing.T) {
	for _, name := range Names() {
		t.Run(name, func(t *testing.T) {
			m, err := Load(name)
			if err != nil {
				t.Fatal(err)
			}
			if m.Title == "" || len(m.Sources) == 0 {
				t.Errorf("title %q, sources %q: want both", m.Title, m.Sources)
			}
			for _, source := range m.Sources {
				if !strings.ContainsAny(source, "0123456789") {
					t.Errorf("source %q has no year", source)
				}
			}
			for _, s := range m.Symbols {
				checkSymbol(t, m, &s)
			}
			for _, r := range m.Receptors {
				if r.Doc == "" || r.Unit == "" {
					t.Errorf("receptor %s: prose %q, unit %q: want both", r.Name, r.Doc, r.Unit)
				}
			}
			if strings.Contains(Text(name), "\t") {
				t.Error("columns are set with tabs, want spaces")
			}
		})
	}
}

func checkSymbol(t *testing.T, m *ir.Mechanism, s *ir.Symbol) {
	declared := s.Role == ir.Param || s.Role == ir.State || s.Role == ir.Input
	if declared && s.Doc == "" {
		t.Errorf("%s %s has no prose", s.Role, s.Name)
	}
	if s.Role == ir.Input && s.Name != "I" {
		t.Errorf("the input is named %s, want I, so that any stimulus finds it", s.Name)
	}
	if s.Dim == (ir.Symbol{}).Dim || s.Unit != "" {
		return
	}
	t.Errorf("%s %s has no spelt unit", s.Role, s.Name)
}

// TestLower: every mechanism has kernels under the integrators chosen for it.
func TestLower(t *testing.T) {
	for _, m := range All() {
		p, err := ir.Lower(m, ir.Options{ByEvent: m.ByEvent})
		if err != nil {
			t.Errorf("%s: %v", m.Name, err)
			continue
		}
		byItself := m.Membrane != nil && m.Membrane.Advance != nil
		if !byItself && len(p.Integrators) != len(m.ODEs) {
			t.Errorf("%s: %d integrators for %d equations", m.Name, len(p.Integrators), len(m.ODEs))
		}
	}
}

// TestLinear: models whose equations are linear are solved exactly.
func TestLinear(t *testing.T) {
	for _, name := range []string{"iaf_psc_delta", "iaf_psc_exp", "iaf_psc_alpha", "cuba", "glif_lif_r_asc_a", "gif_psc_exp",
		"intfire1", "tsodyks", "tsodyks2", "stdp", "stdp_triplet", "vogels_sprekeler"} {
		m, err := Load(name)
		if err != nil {
			t.Fatal(err)
		}
		p, err := ir.Lower(m, ir.Options{ByEvent: m.ByEvent})
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range p.Integrators {
			if c.Method != ir.Exact {
				t.Errorf("%s: %v is not solved exactly", name, c)
			}
		}
	}
}

func TestLoad(t *testing.T) {
	for _, tt := range []struct{ name, want string }{
		{"iaf_psc_exb", `no model "iaf_psc_exb" in the library; did you mean "iaf_psc_exp"?`},
		{"Tsodyks", `no model "Tsodyks" in the library; did you mean "tsodyks"?`},
		{"whatever else", `no model "whatever else" in the library; cajal models lists it`},
		{"", `no model "" in the library; cajal models lists it`},
	} {
		if _, err := Load(tt.name); err == nil || err.Error() != tt.want {
			t.Errorf("Load(%q) says %v, want %s", tt.name, err, tt.want)
		}
	}
	a, err := Load("adex")
	if err != nil {
		t.Fatal(err)
	}
	if b, _ := Load("adex"); a != b {
		t.Error("a second Load parses again")
	}
}
