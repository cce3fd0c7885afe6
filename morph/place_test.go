package morph_test

import (
	"testing"

	"github.com/cajal-sim/cajal/morph"
)

func TestDistance(t *testing.T) {
	m := pyramid(t)
	at := func(section int, x float64) morph.Place { return morph.Place{Section: section, Position: x} }
	for _, tt := range []struct {
		name string
		a, b morph.Place
		want float64
	}{
		{"itself", at(3, 0.4), at(3, 0.4), 0},
		{"along a section", at(4, 0.25), at(4, 0.75), 150},
		{"half the soma counts", m.Origin(), at(2, 0), 10},
		{"the wire does not", at(0, 0.5), at(2, 0.5), 20},
		{"from the end of the soma", at(0, 1), at(2, 1), 50},
		{"axon on the dendrite", m.Origin(), at(1, 1), 10 + 40 + 50},
		{"between branches", at(1, 1), at(3, 0.5), 80},
		{"over the soma", at(3, 1), at(5, 0.5), 60 + 40 + 10 + 300 + 50},
		{"branch at the start of another", at(6, 1), at(5, 1), 200},
		{"seen from that start", at(5, 0), at(6, 1), 100},
	} {
		near(t, tt.name, m.Distance(tt.a, tt.b), tt.want)
		near(t, tt.name+", back", m.Distance(tt.b, tt.a), tt.want)
	}
}

func TestRegions(t *testing.T) {
	m := pyramid(t)
	tree := m.Discretise([]int{1, 1, 1, 1, 3, 1, 1})
	for _, tt := range []struct {
		text string
		want []int
	}{
		{"soma", []int{0}},
		{"somatic", []int{0}},
		{"all", []int{0, 1, 2, 3, 4, 5, 6, 7, 8}},
		{"dend", []int{2, 3}},
		{"basal, axon", []int{1, 2, 3}},
		{"apical beyond 300 um", []int{7, 8}}, // the centres are at 70, 170, 270 and 370 µm
		{"apic beyond 100 um within 0.3 mm", []int{5, 6}},
		{"soma,apic within 80um", []int{0, 4}},
		{"all beyond 1 mm", nil},
		{"dend_7", nil},
	} {
		r, err := morph.ParseRegion(tt.text)
		if err != nil {
			t.Errorf("%q: %v", tt.text, err)
			continue
		}
		got := tree.Select(r)
		if len(got) != len(tt.want) {
			t.Errorf("%q: got %v, want %v", tt.text, got, tt.want)
			continue
		}
		for i := range got {
			if got[i] != tt.want[i] {
				t.Errorf("%q: got %v, want %v", tt.text, got, tt.want)
				break
			}
		}
	}
}

func TestRegionMistakes(t *testing.T) {
	for _, tt := range []struct{ text, want string }{
		{"apicl", `region "apicl": no type of section is called "apicl", want soma, axon, dend, apic or dend_N for a custom type N; did you mean "apic"?`},
		{"", `region "": a type of section is missing, want soma, axon, dend, apic or all`},
		{"dend,", `region "dend,": a type of section is missing, want soma, axon, dend, apic or all`},
		{"dend beyod 3 um", `region "dend beyod 3 um": got "beyod" behind a type, want beyond or within, or a comma before the next type; did you mean "beyond"?`},
		{"dend apic", `region "dend apic": got "apic" behind a type, want beyond or within, or a comma before the next type`},
		{"dend beyond", `region "dend beyond": a distance is missing behind "beyond", want one like 300 um`},
		{"dend beyond 3 mV", `region "dend beyond 3 mV": distance behind "beyond" is 3 mV, want a length like 300 um`},
	} {
		if _, err := morph.ParseRegion(tt.text); err == nil || err.Error() != tt.want {
			t.Errorf("got  %v\nwant %s", err, tt.want)
		}
	}
}

func TestFind(t *testing.T) {
	m := pyramid(t)
	for i := range m.Sections {
		if got, err := m.Find(m.Name(i)); got != i || err != nil {
			t.Errorf("%s: got %d, %v, want %d", m.Name(i), got, err, i)
		}
	}
	if got, err := m.Find("apical"); got != 4 || err != nil {
		t.Errorf("apical: got %d, %v, want 4", got, err)
	}
	for _, tt := range []struct{ name, want string }{
		{"apic[3]", "there is no section apic[3]: the cell has 3 of type apic"},
		{"dend[-1]", "there is no section dend[-1]: the cell has 2 of type dend"},
		{"dend_5", "there is no section dend_5[0]: the cell has 0 of type dend_5 (it has soma, axon, dend, apic); did you mean \"dend\"?"},
		{"dend[x]", `section "dend[x]": the number in brackets is "x", want a whole number`},
	} {
		if _, err := m.Find(tt.name); err == nil || err.Error() != tt.want {
			t.Errorf("got  %v\nwant %s", err, tt.want)
		}
	}
}
