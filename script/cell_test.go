package script

import (
	"fmt"
	"math"
	"strings"
	"testing"
)

// stick is a soma with a tapering dendrite.
const stick = `
soma = section("soma", L = 20*um, diam = 20*um, compartments = 1)
dend = section("dend", L = 300*um, diam = [2*um, 1.5*um, 1*um], parent = soma, compartments = 11)
c = cell([soma, dend], cm = {"all": 1*uF/cm2, "dend": 2*uF/cm2}, Ra = 100*ohm*cm)
`

// The cell of testdata/ball_and_stick.py, in the same numerics, is that of NEURON 8.2.2
// to the digits that two compilers agree on.
func TestBallAndStick(t *testing.T) {
	want := [][4]float64{
		{6.5, -65.47526772075084, -60.32996660101584, 0.0496721211062807},
		{8, -61.269014650118294, -50.65315771362956, 0.07713948043650116},
		{20, -56.770415633068694, -49.352967916177946, 0.12483602923806096},
		{30, -59.44029184699941, -50.51622455143586, 0.09632960966842391},
		{42, -41.70978031008554, -58.517151502948025, 0.29148954999281457},
		{50, -58.599043602938146, -62.02998860026906, 0.10490385538042687},
		{60, -59.46090402784427, -62.75218154067763, 0.09576484708638106},
	}
	const spikes = "[10.375 21.575 42.225 52.75] ms"
	out, _, err := run(t, stick+`
insert(c, "hh", where = soma, gnabar = 0.15*S/cm2)
insert(c, "pas", where = "dend", g = lambda d: 1e-4*S/cm2*(1 + d/(100*um)), e = -65*mV)
ion(c, "k", e = -80*mV)
P = population(1, c, celsius = 12*degC, v = -65*mV, threshold = -10*mV)
input = spike_trains([5, 15, 25]*ms)
connect(input, P, all_to_all(), synapse = "Exp2Syn", site = dend(0.7), weight = 4*nS, delay = 1*ms, tau1 = 0.5*ms, tau2 = 4*ms, e = 0*mV)
clamp(P, 0.2*nA, start = 40*ms, duration = 20*ms)
V = record(P, "v", at = [soma(0.5), dend(0.7)])
M = record(P, "hh.m")
r = run(60.1*ms, dt = 0.025*ms, numerics = "neuron")
print(r.spikes(P).times)
for t in [6.5, 8, 20, 30, 42, 50, 60]:
    v = r.trace(V).at(t*ms)
    print(str(v[0].value(mV)), str(v[1].value(mV)), str(r.trace(M).at(t*ms)[0]))
`, nil)
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(out), "\n")
	if lines[0] != spikes {
		t.Errorf("spikes at %s, NEURON's at %s", lines[0], spikes)
	}
	for i, w := range want {
		var got [3]float64
		if _, err := fmt.Sscan(lines[i+1], &got[0], &got[1], &got[2]); err != nil {
			t.Fatal(err)
		}
		for k := range got {
			if math.Abs(got[k]-w[k+1]) > 1e-8 { // rounding, which spikes make grow
				t.Errorf("at %g ms: value %d is %.12g, NEURON's %.12g", w[0], k, got[k], w[k+1])
			}
		}
	}
}

// What a script can ask of cells and places: a text that computes, and what it prints.
func TestCells(t *testing.T) {
	for _, tt := range []struct{ name, text, want string }{
		{"a cell", `print(c)`, "<cell c: 2 sections (1 soma, 1 dend), 12 compartments, 320 um long, 2670 um2, an empty membrane>"},
		{"its mechanisms", `insert(c, "hh"); insert(c, "pas"); print(c)`, "<cell c: 2 sections (1 soma, 1 dend), 12 compartments, 320 um long, 2670 um2, hh, pas>"},
		{"sizes", `print(c.compartments, c.length, c.soma.L, c.dend[0].diam, c.sections)`, "12 320 um 20 um 1.5 um [soma[0], dend[0]]"},
		{"the area of a frustum", // pi (r1 + r2) sqrt(l^2 + (r1 - r2)^2), twice
			`print((c.area - pi*400*um2)/um2, (pi*1.75*um*sqrt(square(150*um) + square(0.25*um)) + pi*1.25*um*sqrt(square(150*um) + square(0.25*um)))/um2)`, "1413.72 1413.72"},
		{"places", `print(dend(0.5), c.at("dend[0]", 0.25), c.at("soma"))`, "dend[0](0.5) dend[0](0.25) soma[0](0.5)"},
		{"distances", `print(c.distance(dend(0.5)), c.distance(dend(1), from_ = dend(0.5)), c.distances[:3])`, "170 um 150 um [10 33.6364 60.9091] um"},
		{"regions", `print(c.select("dend within 100 um"), c.select("soma"), c.select([dend(1), soma]), c.select("dend[0]").sum())`, "[1 2 3] [0] [11 0] 66"},
		{"all compartments", `print(len(c.select("all")), len(c.areas), sum(c.areas)/c.area)`, "12 12 1"},
		{"rules of division", `print([cell([soma2, dend2], rule).compartments for rule in [3, per_section(5), max_length(20*um), bmtk(20*um), d_lambda(0.1)]])`, "[6, 10, 16, 16, 10]"},
		{"points", `
d = section("dend", points = [(0*um, 0*um, 0*um, 2*um), (3*um, 4*um, 0*um, 1*um)])
print(d.L, cell(d, 1).length)`, "5 um 5 um"},
		{"a file", `
m = cell("../format/swc/testdata/cells/contour.swc", max_length(50*um))
print(m.soma, m.soma.parent, m.sections[-1].name == m.sections[-1](0.5).section.name)`, "soma[0] None True"},
		{"a stub in place of the axon", `
axon = [section("axon", L = 500*um, diam = 1*um, parent = soma) for i in range(2)]
stub = cell([soma] + axon + [dend], 1, axon = "stub")
print([s.name for s in stub.sections], len(stub.select(dend)), stub.axon[0].L, [cell([soma] + axon, axon = a).area - soma.L*soma.diam*pi for a in [[], [2*um]*3]])`, "[soma[0], dend[0], axon[0], axon[1]] 11 30 um [0 um2, 565.487 um2]"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			out, _, err := run(t, stick+`
soma2 = section("soma", L = 20*um, diam = 20*um)
dend2 = section("dend", L = 300*um, diam = [2*um, 1.5*um, 1*um], parent = soma2)
`+tt.text, nil)
			if got := strings.TrimSpace(out); err != nil || got != tt.want {
				t.Errorf("got %q, error %v; want %q", got, err, tt.want)
			}
		})
	}
}

// In the steady state a compartment with a leak is at E + I/(g·A), and a voltage clamp at
// its level, but for the current through the electrode.
func TestLeak(t *testing.T) {
	out, _, err := run(t, `
c = cell(section("soma", L = 10*um, diam = 10*um/pi), 1)
insert(c, "pas", g = 1*mS/cm2, e = -70*mV)
free, held = population(2, c, v = -70*mV), population(1, c, v = -70*mV)
clamp(free[1], 10*pA)
voltage_clamp(held, -40*mV, resistance = 100*Mohm)
r = run(100*ms)
print(free.v, held.v)
`, nil)
	// 1 mS/cm² of 100 µm² is 1 nS; beside 10 nS it leaves 10/11 of 30 mV.
	if want := "[-70 -60] mV [-42.7273] mV\n"; out != want || err != nil {
		t.Errorf("got %q, error %v; want %q", out, err, want)
	}
}

// What is inserted twice in a place keeps the parameters that are not named again.
func TestInsertAgain(t *testing.T) {
	out, _, err := run(t, stick+`
insert(c, "pas", g = 1*mS/cm2, e = -70*mV)
insert(c, "pas", where = soma, g = 2*mS/cm2)
insert(c, "pas", where = "dend beyond 250 um", e = -60*mV)
P = population(1, c)
G, E = record(P, "pas.g", at = "all", every = 1*ms), record(P, "pas.e", at = "all", every = 1*ms)
r = run(1*ms)
print(r.trace(G).at(0*ms)[:2].value(mS/cm2), r.trace(E).at(0*ms)[[0, 1, 11]])
print(r.trace(G).labels[0], r.trace(G).labels[11])
`, nil)
	if want := "[2 1] [-70 -70 -60] mV\nP[0] soma[0](0.5) P[0] dend[0](0.955)\n"; out != want || err != nil {
		t.Errorf("got %q, error %v; want %q", out, err, want)
	}
}

// Sodium channels are blocked between runs: the axon does not fire any more.
func TestBlock(t *testing.T) {
	out, _, err := run(t, `
c = cell(section("soma", L = 20*um, diam = 20*um))
insert(c, "hh")
P = population(2, c)
clamp(P, 0.2*nA)
before = run(50*ms, dt = 0.025*ms)
gnabar = P["hh.gnabar"]
P["hh.gnabar"] = 0*S/cm2
after = run(50*ms)
print(before.count(P) > 4, after.count(P), gnabar, P["hh.gnabar"], len(P[1]["v"]))
`, nil)
	if want := "True 0 [0.12 0.12] S/cm2 [0 0] S/cm2 1\n"; out != want || err != nil {
		t.Errorf("got %q, error %v; want %q", out, err, want)
	}
}

// The text of a MOD file in a script is the mechanism that the library has: a leak.
func TestMod(t *testing.T) {
	out, _, err := run(t, `
leak = """
NEURON {
    SUFFIX leak
    NONSPECIFIC_CURRENT i
    RANGE g, e
}
PARAMETER {
    g = 0.001 (S/cm2)
    e = -70 (mV)
    unused = 3
}
ASSIGNED { v (mV)  i (mA/cm2) }
BREAKPOINT { i = g*(v - e) }
"""
V = []
for mechanism in ["pas", leak]:
    c = cell(section("soma", L = 20*um, diam = 20*um))
    insert(c, mechanism, g = 0.5*mS/cm2, e = -75*mV)
    P = population(1, c)
    V.append(record(P, "v"))
r = run(10*ms)
print(max(abs(r.trace(V[0])[0] - r.trace(V[1])[0])) < 1e-9*mV)
`, nil)
	if out != "True\n" || err != nil {
		t.Errorf("got %q, error %v; want True", out, err)
	}
}

// Synapses in a region are spread in proportion to length, those in a list one by one, in
// the order of the rule, whose missing pairs are left out.
func TestSites(t *testing.T) {
	for _, tt := range []struct{ name, text, want string }{
		{"one for each of a rule", `
P = population(2, c)
w = [1, 2, 3, 4]*nS
s = connect(P, P, all_to_all(autapses = False), synapse = "ExpSyn", site = [0, 1, 2, 3], weight = w, tau = [1, 2, 3, 4]*ms)
run(0*ms)
print(s.sources, s.targets, s.weight, s.tau)`, "[0 1] [1 0] [2 3] nS [2 3] ms"},
		{"drawn parameters", `
P = population(2, c)
s = connect(P, P, fixed_indegree(500), synapse = "ExpSyn", weight = 1*nS, tau = uniform(1*ms, 3*ms))
run(0*ms)
print(s.size, abs(mean(s.tau) - 2*ms) < 0.06*ms)`, "1000 True"}, // 3 deviations of the mean of 1000
	} {
		t.Run(tt.name, func(t *testing.T) {
			out, _, err := run(t, stick+"insert(c, \"pas\")\n"+tt.text, nil)
			if got := strings.TrimSpace(out); err != nil || got != tt.want {
				t.Errorf("got %q, error %v; want %q", got, err, tt.want)
			}
		})
	}
}

// Places that are drawn have the density of length.
func TestScatter(t *testing.T) {
	s := newSession(t.Context(), "scatter.star", testOptions())
	defer s.close()
	p, err := s.parse("scatter.star", []byte(stick+`
P = population(1, c)
connect(P, P, fixed_indegree(30000), synapse = "ExpSyn", weight = 1*nS, site = "all")
`))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := p.Init(s.thread("scatter.star"), s.universe); err != nil {
		t.Fatal(err)
	}
	counts := make([]float64, 12)
	sites := s.net.Projections[0].Sites
	for _, i := range sites {
		counts[i]++
	}
	for i, n := range counts {
		share := 300.0 / 11 / 320
		if i == 0 {
			share = 20.0 / 320
		}
		want := share * float64(len(sites))
		if math.Abs(n-want) > 5*math.Sqrt(want) { // standard deviations
			t.Errorf("compartment %d has %g synapses, want about %.0f", i, n, want)
		}
	}
}

// A point process that receives no events is inserted like a channel. A current I into an
// isopotential cell of conductance G ends at I/G, whether it is the membrane's, outwards, or an
// electrode's, inwards.
func TestInsertedPointProcess(t *testing.T) {
	for _, tt := range []struct{ current, sign, want string }{
		{"NONSPECIFIC_CURRENT", "-", "20 pA -20 pA -70 mV"},
		{"ELECTRODE_CURRENT", "", "20 pA 20 pA -70 mV"},
	} {
		out, _, err := run(t, fmt.Sprintf(`
c = cell(section("soma", L = 20*um, diam = 20*um))
insert(c, "pas", g = 1e-4*S/cm2, e = -70*mV)
insert(c, """
NEURON { POINT_PROCESS Ramp RANGE top, onset %s i }
UNITS { (nA) = (nanoamp) (mV) = (millivolt) }
PARAMETER { top = 1 (nA) onset = 5 (ms) }
ASSIGNED { v (mV) i (nA) }
BREAKPOINT { if (t < onset) { i = 0 } else { i = %stop*(1 - exp(-(t - onset)/10)) } }
""", where = c.soma(0.5), top = 0.02*nA, onset = 1*ms)
P = population(1, c, v = -70*mV)
V = record(P, "v")
I = record(P, "Ramp.i")
r = run(300*ms, dt = 0.1*ms)
print((r.trace(V)[0][-1] + 70*mV)*1e-4*S/cm2*c.area, r.trace(I)[0][-1], r.trace(V).at(1*ms)[0])
`, tt.current, tt.sign), nil)
		if got := strings.TrimSpace(out); err != nil || got != tt.want {
			t.Errorf("%s: got %q, error %v; want %q", tt.current, got, err, tt.want)
		}
	}
}

// An electrode that a MOD file makes does what a clamp does, where no channel is, too.
func TestInsertedElectrode(t *testing.T) {
	for _, numerics := range []string{"cajal", "neuron"} {
		out, _, err := run(t, fmt.Sprintf(`
def response(electrode):
    soma = section("soma", L = 20*um, diam = 20*um, compartments = 1)
    dend = section("dend", L = 100*um, diam = 2*um, parent = soma, compartments = 3)
    c = cell([soma, dend])
    insert(c, "hh", where = soma)
    if electrode:
        insert(c, "NEURON { POINT_PROCESS Constant ELECTRODE_CURRENT i } ASSIGNED { i (nA) } BREAKPOINT { i = 0.1 }", where = dend(0.5))
    P = population(1, c)
    if not electrode:
        clamp(P, 0.1*nA, site = dend(0.5))
    return record(P, "v")
V, W = response(True), response(False)
r = run(20*ms, dt = 0.025*ms, numerics = "%s")
v, w = r.trace(V)[0], r.trace(W)[0]
print(max(w) > 0*mV, max(abs(v - w)) < 1e-9*mV)
`, numerics), nil)
		if want := "True True\n"; err != nil || out != want {
			t.Errorf("%s: got %q, error %v; want %q", numerics, out, err, want)
		}
	}
}
