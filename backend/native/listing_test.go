package native

import (
	"strings"
	"testing"

	"github.com/cajal-sim/cajal/backend"
	"github.com/cajal-sim/cajal/ir"
)

// A listing names the instruction, the operation and the place in the text of every value.
func TestListing(t *testing.T) {
	each(t, func(t *testing.T, b backend.Backend) {
		bank := newBank(t, library(t, "hodgkin_huxley"), ir.Options{}, 8)
		p, err := b.Compile(bank.plan.Step)
		if err != nil {
			t.Fatal(err)
		}
		text := p.(Lister).Listing()
		for _, want := range []string{"hodgkin_huxley step", "VFMADD", "load V_m  21:", "RET", "spike"} {
			if !strings.Contains(text, want) {
				t.Errorf("no %q in\n%s", want, text)
			}
		}
	})
}

// Functions without vector code are named as well.
func TestListingOfGo(t *testing.T) {
	each(t, func(t *testing.T, b backend.Backend) {
		k := hungry(1)
		k.Nodes[2].Op = ir.Erf
		p, err := b.Compile(k)
		if err != nil {
			t.Fatal(err)
		}
		if text := p.(Lister).Listing(); !strings.Contains(text, "then, in Go, %2 = erf") {
			t.Errorf("no job in\n%s", text)
		}
	})
}
