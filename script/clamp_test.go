package script

import (
	"strings"
	"testing"
)

// What differs from cell to cell, and what is set between runs and after reset.
func TestEachCell(t *testing.T) {
	for _, tt := range []struct{ name, text, want string }{
		{"potentials at the start", `
P = population(3, c, v = [-70, -60, -50]*mV)
print(P.v, P[1:].v)
P[1].v = -55*mV
V = record(P, "v")
print(run(1*ms).trace(V).at(0*ms))`, "[-70 -60 -50] mV [-60 -50] mV\n[-70 -55 -50] mV"},
		{"drawn potentials", `
P = population(50, c, v = uniform(-70*mV, -60*mV))
V = record(P, "v")
v = run(1*ms).trace(V).at(0*ms)
print(min(v) >= -70*mV, max(v) <= -60*mV, std(v) > 2*mV)`, "True True True"},
		{"amplitudes", `
P = population(3, c)
k = clamp(P, [1, 2, 3]*pA, duration = 10*ms)
I = record(k, "i")
a = run(5*ms)
k.amplitude = [3, 2, 1]*pA
b = run(4*ms)
reset()
d = run(2*ms)
k.amplitude = 7*pA
e = run(2*ms)
reset()
k.amplitude = 9*pA
print([r.trace(I).at(r.to - 0.1*ms) for r in [a, b, d, e, run(2*ms)]])`,
			"[[1 2 3] pA, [3 2 1] pA, [1 2 3] pA, [7 7 7] pA, [9 9 9] pA]"},
		{"levels", `
P = population(2, c)
k = voltage_clamp(P, [-50, -40]*mV, resistance = 0*Mohm)
V = record(P, "v")
a = run(5*ms)
k.level = [-30, -20]*mV
print(a.trace(V).at(4*ms), run(5*ms).trace(V).at(9*ms))`, "[-50 -40] mV [-30 -20] mV"},
		{"places as labels have them", `
P = population(2, c)
V = record(P[0], "v", at = ["dend[0](0.5)", dend(0.5), "soma(0.5)"])
print(run(1*ms).trace(V).labels)`, "[P[0] dend[0](0.5), P[0] soma[0](0.5)]"},
		{"drawn potentials that were seen", `
P = population(50, c, v = uniform(-70*mV, -60*mV))
V = record(P, "v")
seen = P.v
v = run(1*ms).trace(V).at(0*ms)
print(len(v), max(abs(v - seen)))`, "50 0 mV"},
		{"no cells", `
P = population(0, c)
clamp(P, 1*nA)
connect(spike_trains([1]*ms), P, all_to_all(), synapse = "ExpSyn", weight = 1*nS)
V = record(P, "v", at = "all")
r = run(5*ms)
print(r.count(P), len(r.trace(V)))`, "0 0"},
		{"all currents through a membrane are those of electrodes", `
P = population(1, c)
clamp(P, 1*nA, start = 1*ms, duration = 2*ms)
I = record(P, "i_membrane", at = "all")
total = run(5*ms, dt = 0.1*ms).trace(I).sum()
print(abs(total[5]) < 1e-9*pA, total[20])`, "True 1000 pA"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			out, _, err := run(t, stick+"insert(c, \"pas\")\n"+tt.text, nil)
			if got := strings.TrimSpace(out); err != nil || got != tt.want {
				t.Errorf("got %q, error %v; want %q", got, err, tt.want)
			}
		})
	}
}
