package nmodl_test

import (
	"math"
	"testing"

	"github.com/cajal-sim/cajal/ir"
)

const expSyn = `NEURON { POINT_PROCESS syn RANGE tau, e, i NONSPECIFIC_CURRENT i }
UNITS { (nA) = (nanoamp) (mV) = (millivolt) (uS) = (microsiemens) }
PARAMETER { tau = 2 (ms) <1e-9,1e9>  e = 0 (mV) }
ASSIGNED { v (mV) i (nA) }
STATE { g (uS) }
INITIAL { g = 0 }
BREAKPOINT { SOLVE state METHOD cnexp  i = g*(v - e) }
DERIVATIVE state { g' = -g/tau }
NET_RECEIVE(weight (uS)) { g = g + weight }`

// An exponential synapse: an event adds its weight, and the conductance decays.
func TestExpSyn(t *testing.T) {
	x := put(t, expSyn, ir.Options{})
	x.start()
	x.set("weight", 0.004)
	x.run(x.plan.Membrane.Receive)
	x.run(x.plan.Membrane.Receive)
	for range 40 {
		x.advance()
	}
	x.current()
	near(t, "g", x.get("g"), 0.008*math.Exp(-0.5), 1e-14)
	near(t, "i", x.of(ir.MembraneCurrent), -65*0.008*math.Exp(-0.5), 1e-14) // nA as they are: no area
	near(t, "∂i/∂v", x.of(ir.MembraneConductance), 0.008*math.Exp(-0.5), 1e-14)
}

// The difference of two exponentials, scaled in INITIAL so that its peak is the weight.
func TestExp2Syn(t *testing.T) {
	x := put(t, `NEURON { POINT_PROCESS syn RANGE tau1, tau2, e, i NONSPECIFIC_CURRENT i RANGE g }
PARAMETER { tau1 = 0.5 (ms)  tau2 = 2 (ms)  e = 0 (mV) }
ASSIGNED { v (mV) i (nA) g (uS) factor }
STATE { A (uS) B (uS) }
INITIAL { LOCAL tp
	if (tau1/tau2 > 0.9999) { tau1 = 0.9999*tau2 }
	A = 0  B = 0
	tp = (tau1*tau2)/(tau2 - tau1) * log(tau2/tau1)
	factor = -exp(-tp/tau1) + exp(-tp/tau2)
	factor = 1/factor }
BREAKPOINT { SOLVE state METHOD cnexp  g = B - A  i = g*(v - e) }
DERIVATIVE state { A' = -A/tau1  B' = -B/tau2 }
NET_RECEIVE(weight (uS)) { A = A + weight*factor  B = B + weight*factor }`, ir.Options{Keep: map[string]bool{"g": true}})
	tp := 0.5 * 2 / 1.5 * math.Log(4)
	x.set("dt", tp/8)
	x.start()
	x.set("weight", 0.01)
	x.run(x.plan.Membrane.Receive)
	peak := 0.0
	for range 16 {
		x.advance()
		x.current()
		peak = max(peak, x.get("g"))
	}
	near(t, "peak", peak, 0.01, 1e-13) // at the eighth step
}

// Arguments that are kept per connection, INITIAL inside, self-events by flag, net_move
// and net_event.
func TestEvents(t *testing.T) {
	x := put(t, `NEURON { ARTIFICIAL_CELL relay RANGE delay }
PARAMETER { delay = 3 (ms) }
ASSIGNED { waiting }
INITIAL { waiting = 0  net_send(delay, 7) }
NET_RECEIVE (w, count, late (ms)) {
	INITIAL { count = 0  late = w*2 }
	if (flag == 0) {
		count = count + 1
		if (w > 1) { waiting = 1  net_send(delay + late, 1) } else { net_move(t + 5) }
	} else if (flag == 1) {
		waiting = 0
		net_event(t)
	}
}`, ir.Options{})
	m := x.plan.Membrane
	x.set("t", 100)
	x.start()
	near(t, "first delay", x.get("start 0 send delay"), 3, 0)
	near(t, "first flag", x.get("start 0 send flag"), 7, 0)
	x.set("w", 4)
	x.run(m.Connect)
	near(t, "late", x.get("late"), 8, 0)
	x.set("flag", 0)
	x.run(m.Receive)
	near(t, "count", x.get("count"), 1, 0)
	near(t, "delay", x.get("send 0 send delay"), 11, 0)
	near(t, "flag", x.get("send 0 send flag"), 1, 0)
	near(t, "move", x.get("send move 1 send delay"), -1, 0)
	x.set("w", 0.5)
	x.run(m.Receive)
	near(t, "delay", x.get("send 0 send delay"), -1, 0)
	near(t, "move", x.get("send move 1 send delay"), 5, 0)
	if x.spikes != 0 {
		t.Errorf("%d events sent on, want 0", x.spikes)
	}
	x.set("flag", 1)
	x.run(m.Receive)
	if x.spikes != 1 {
		t.Errorf("%d events sent on, want 1", x.spikes)
	}
	near(t, "waiting", x.get("waiting"), 0, 0)
}

// A synapse that releases by chance, in the idioms of published files: a generator reached
// through C code, a return out of the middle, vectors that no program gives, a loop over
// release sites, a step made by hand.
const releasing = `NEURON { POINT_PROCESS release RANGE Use, Nrrp, g BBCOREPOINTER rng NONSPECIFIC_CURRENT i BBCOREPOINTER delay_times }
VERBATIM
#include "nrnran123.h"
extern void* vector_arg(int iarg);
ENDVERBATIM
PARAMETER { Use = 0.3  Nrrp = 4  tau = 5 (ms)  e = 0 (mV) }
ASSIGNED { v (mV) i (nA) g (uS) rng usingR123 decay arrived }
STATE { A }
INITIAL { A = 0  arrived = 0  decay = exp(-dt/tau)
VERBATIM
	if( usingR123 ) {
		nrnran123_setseq((nrnran123_State*)_p_rng, 0, 0);
	}
ENDVERBATIM
}
BREAKPOINT { SOLVE state  g = A  i = g*(v - e) }
PROCEDURE state() { A = A*decay }
NET_RECEIVE (weight, released) {
	LOCAL ves, result
	INITIAL { released = 0 }
	if (flag == 1) {
VERBATIM
	IvocVect *vv_delay_weights = *((IvocVect**)(&_p_delay_weights));
	if (vv_delay_weights && vector_capacity(vv_delay_weights)>=1) {
ENDVERBATIM
		A = 1e9
VERBATIM
	}
	return;
ENDVERBATIM
	}
	arrived = arrived + 1
	if (weight <= 0 || t < 0) {
VERBATIM
	return;
ENDVERBATIM
	}
	ves = 0
	FROM counter = 0 TO (Nrrp - 1) {
		result = urand()
		if (result < Use) { ves = ves + 1 }
	}
	released = ves
	A = A + weight*ves/Nrrp
}
FUNCTION urand() {
VERBATIM
	double value = 0.0;
	if (usingR123) {
		value = nrnran123_dblpick((nrnran123_State*)_p_rng);
	} else if (_p_rng) {
		value = nrn_random_pick(RANDCAST _p_rng);
	}
	_lurand = value;
ENDVERBATIM
}
PROCEDURE setRNG() {
VERBATIM
	*(void**)(&_p_rng) = nrn_random_arg(1);
ENDVERBATIM
}`

func TestRelease(t *testing.T) {
	x := put(t, releasing, ir.Options{Keep: map[string]bool{"arrived": true}})
	m := x.plan.Membrane
	x.start()
	x.set("weight", 2)
	const trials = 6000
	counts := make([]float64, 5)
	for range trials {
		x.set("A", 0)
		x.run(m.Receive)
		near(t, "A", x.get("A"), 2*x.get("released")/4, 0)
		counts[int(x.get("released"))]++
	}
	// Binomial(4, 0.3), each count within 5 standard errors.
	for k, want := range []float64{0.2401, 0.4116, 0.2646, 0.0756, 0.0081} {
		if got := counts[k] / trials; abs(got-want) > 5*math.Sqrt(want*(1-want)/trials) {
			t.Errorf("P(%d) = %.4f, want %.4f", k, got, want)
		}
	}
	x.set("A", 0.5)
	x.set("flag", 1)
	x.run(m.Receive)
	near(t, "A after a self-event", x.get("A"), 0.5, 0)
	near(t, "arrived", x.get("arrived"), trials, 0)
	x.set("flag", 0)
	x.set("weight", 0)
	x.run(m.Receive)
	near(t, "A after weight 0", x.get("A"), 0.5, 0)
	near(t, "arrived", x.get("arrived"), trials+1, 0)
	x.advance()
	near(t, "A after a step", x.get("A"), 0.5*math.Exp(-0.025/5), 1e-15)
	if l := x.plan.Mechanism.Membrane.Limits; len(l) != 1 || l[0].High != 32 {
		t.Errorf("limits %v, want Nrrp up to 32", l)
	}
}

// Binomial numbers of channels that open have the mean and variance of the distribution,
// where they are drawn by inversion and where they are rounded normal numbers.
func TestBinomial(t *testing.T) {
	x := put(t, `NEURON { SUFFIX stoch NONSPECIFIC_CURRENT i RANGE P, N, k }
PARAMETER { P = 0.1 N = 10 }
ASSIGNED { v (mV) i k }
INITIAL { k = 0 }
BREAKPOINT { SOLVE s  i = 0*k }
PROCEDURE s() { k = BnlDev(P, N) }
FUNCTION BnlDev (ppr, nnr) {
VERBATIM
	double bnl, oldg;
	oldg=gammln(_lnnr+1.0);
	return bnl;
ENDVERBATIM
	BnlDev = bnl
}`, ir.Options{Keep: map[string]bool{"k": true}})
	x.setup()
	for _, tt := range []struct{ p, n float64 }{{0.3, 5}, {0.7, 12}, {0.001, 2000}, {0.2, 400}, {0.9, 300}, {0, 10}, {0.4, 0}} {
		x.set("P", tt.p)
		x.set("N", tt.n)
		x.setup()
		const trials = 4000
		sum, squares := 0.0, 0.0
		for range trials {
			x.advance()
			k := x.get("k")
			if k < 0 || k > tt.n || k != math.Trunc(k) {
				t.Fatalf("p = %g, n = %g: %g", tt.p, tt.n, k)
			}
			sum, squares = sum+k, squares+k*k
		}
		mean, want := sum/trials, tt.n*tt.p
		variance := tt.n * tt.p * (1 - tt.p)
		if abs(mean-want) > 5*math.Sqrt(variance/trials) {
			t.Errorf("p = %g, n = %g: mean %.3f, want %.3f", tt.p, tt.n, mean, want)
		}
		// The variance of a variance is near 2σ⁴/trials, more where counts are rare.
		if got := squares/trials - mean*mean; abs(got-variance) > 0.15*variance {
			t.Errorf("p = %g, n = %g: variance %.3f, want %.3f", tt.p, tt.n, got, variance)
		}
	}
}

// A vector of event times is the simulator's own.
func TestVectorOfEvents(t *testing.T) {
	m := parse(t, `NEURON { ARTIFICIAL_CELL VecStim }
ASSIGNED { index etime (ms) space }
INITIAL { index = 0 element() if (index > 0) { net_send(etime - t, 1) } }
NET_RECEIVE (w) { if (flag == 1) { net_event(t) element() } }
PROCEDURE element() {
VERBATIM
	{ etime = vector_vec(space)[0]; }
ENDVERBATIM
}
PROCEDURE play() {
VERBATIM
	*(void**)(&space) = vector_arg(1);
ENDVERBATIM
}`)
	if m.Membrane.Native != "vecstim" {
		t.Errorf("native %q, want vecstim", m.Membrane.Native)
	}
}
