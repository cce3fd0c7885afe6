package script

import (
	"strings"
	"testing"
)

const passive = `
d = section("dend", L = 1000*um, diam = 2*um, compartments = 41)
c = cell(d, Ra = 100*ohm*cm)
insert(c, "pas", g = 1e-4*S/cm2, e = -65*mV)
P = population(2, c)
`

// A passive cell between its ends: what a field, a source and a clamp do to it, against closed forms.
func TestFields(t *testing.T) {
	for _, tt := range []struct{ name, text string }{
		{"uniform", `
field(P, [1, 0, 0]*V/m)
W = record(P, "v", at = [d(0), d(1)])
v = run(200*ms).trace(W).at(199*ms)
lambda_ = sqrt(1/(1e-4*S/cm2)*0.5*um/(100*ohm*cm))
expect("polarisation of the end", v[1] + 65*mV, 1*V/m*lambda_*sinh((40.5/41 - 0.5)*1000*um/lambda_)/cosh(500*um/lambda_), rel = 1e-3) # at its centre
expect("of the start", v[0] + v[1], -130*mV, tol = 1e-6*mV)
`},
		{"source far away", `
r = 1e6*um
point_source(P, [-r, 0*um, 0*um], 1*V/m*4*pi*0.3*S/m*square(r))
field(P, [-1, 0, 0]*V/m)
W = record(P, "v", at = d(1))
expect("the two cancel", run(200*ms).trace(W).at(199*ms)[0] + 65*mV, 0*mV, tol = 1e-3*mV)
`},
		{"turned", `
T = population(3, c, positions = [[0, 0, 0]*um, [0, 100, 200]*um], angles = [0, 0, [0, pi/2, pi]])
field(T, [1, 0, 0]*V/m)
W = record(T, "v", at = d(1))
v = run(200*ms).trace(W).at(199*ms)
expect("across the field", v[1], -65*mV, tol = 1e-9*mV)
expect("against the field", v[2] + v[0], -130*mV, tol = 1e-6*mV)
expect("along it", v[0] > -64.7*mV)
`},
		{"course", `
field(P, [1, 0, 0]*V/m, course = course([1, 0], every = 100*ms))
field(P, [-1, 0, 0]*V/m, stop = 100*ms)
W = record(P, "v", at = d(1))
expect("both end at once", run(100*ms).trace(W).at(99*ms)[0], -65*mV, tol = 1e-9*mV)
`},
		{"ideal clamp", `
k = voltage_clamp(P[1:2], -40*mV, resistance = 0*Mohm, site = d(0))
W, I = record(P, "v", at = d(0)), record(k, "i")
M = record(P, "i_membrane", at = "all")
r = run(200*ms)
lambda_ = sqrt(1/(1e-4*S/cm2)*0.5*um/(100*ohm*cm))
expect("potential", r.trace(W).at(100*ms)[1], -40*mV, tol = 1e-12*mV)
expect("current", r.trace(I).at(199*ms)[0], 25*mV*pi*2*um*lambda_*1e-4*S/cm2*tanh(1000*um/lambda_), rel = 0.02)
expect("of all membranes", sum(r.trace(M).at(199*ms)), r.trace(I).at(199*ms)[0], rel = 1e-9)
`},
		{"gap junction", `
g = 20*nS
connect(P, P, all_to_all(autapses = False), synapse = "gap_junction", site = d(1), source_site = d(1), g = g)
clamp(P[0:1], 0.1*nA, site = d(0))
W = record(P, "v", at = d(1))
v = run(300*ms, dt = 0.025*ms).trace(W).at(299*ms)
lambda_ = sqrt(1/(1e-4*S/cm2)*0.5*um/(100*ohm*cm))
x, R = 1000*um/lambda_, 1/(pi*2*um*lambda_*1e-4*S/cm2)
same, opposite = 0.1*nA*R/sinh(x), 0.1*nA*R/(sinh(x) + 2*g*R*cosh(x)) # both cells alike, and the one against the other
expect("near end", v[0] + 65*mV, (same + opposite)/2, rel = 0.02)
expect("far end", v[1] + 65*mV, (same - opposite)/2, rel = 0.02)
`},
		{"a place for each", `
connect(P, P, one_to_one(), synapse = "gap_junction", site = [d(0), d(1)], source_site = [d(1), d(0)], g = 1*nS)
run(1*ms)
`},
		{"artificial cells", `
tick = model("""NEURON { ARTIFICIAL_CELL tick RANGE interval, n }
PARAMETER { interval = 10 (ms) }
ASSIGNED { n }
INITIAL { n = 0 net_send(interval, 1) }
NET_RECEIVE (w) { if (flag == 1) { net_event(t) net_send(interval, 1) } else { n = n + w } }""")
T = population(3, tick, interval = [2, 3, 5]*ms)
connect(T, T, all_to_all(), weight = 0.5, delay = 1*ms)
r = run(30.5*ms)
expect("spikes", r.count(T), 15 + 10 + 6)
expect("received", T.n[0], 0.5*(14 + 9 + 5), tol = 1e-12)
expect("intervals", T.interval[2], 5*ms)
`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, result, err := run(t, passive+tt.text, nil)
			if err != nil {
				t.Fatal(err)
			}
			for _, x := range result.Expectations {
				if !x.Pass {
					t.Errorf("%+v", x)
				}
			}
		})
	}
}

// Mistakes name the argument and say what would do.
func TestFieldMistakes(t *testing.T) {
	for _, tt := range []struct{ text, want string }{
		{`field(P, 1*V/m)`, `field: strength is 0.001 mV/um, want three numbers, [x, y, z], in mV/um`},
		{`field(P, [1, 0, 0]*mV)`, `field: strength`},
		{`field(P, [1, 0, 0]*V/m, start = 5*ms, stop = 2*ms)`, `field: stop is 2 ms, want more than start, 5 ms`},
		{`field(P, [1, 0, 0]*V/m, frequency = 10*Hz, course = course([1], every = 1*ms))`, `field: frequency is given beside course`},
		{`field(population(1, "iaf_psc_exp"), [1, 0, 0]*V/m)`, `whose cells have no shape to stand in a field`},
		{`point_source(P, [0, 0, 0]*um, 1*nA, conductivity = 0*S/m)`, `point_source: conductivity is 0 S/m, want more than 0`},
		{`record(field(P, [1, 0, 0]*V/m), "i")`, `a field, which passes no current`},
		{`record(clamp(P, 1*nA), "v")`, `record: variable is v, which a clamp does not have; want "i"`},
		{`connect(P, P, all_to_all(), synapse = "ExpSyn", weight = 1*nS, source_site = d(0))`, `connect: source_site is for couplings such as gap_junction`},
		{`connect(P, P, bernoulli(0.5), synapse = "gap_junction", site = [d(0)])`, `connect: site is a list, but the rule draws its connections at random`},
		{`connect(P, population(1, "iaf_psc_exp"), all_to_all(), synapse = "gap_junction", site = d(0))`, `connect: site is a place, but the cells there have no shape`},
		{`population(1, "NEURON { ARTIFICIAL_CELL x }\nPARAMETER { tau = 1 }\nNET_RECEIVE (w) { }", taw = 2)`, `population: taw is no parameter of x; did you mean tau?`},
	} {
		_, _, err := run(t, passive+tt.text, nil)
		if err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s\nfails with %v\nwant %s", tt.text, err, tt.want)
		}
	}
}
