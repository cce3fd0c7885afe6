package equation

import (
	"testing"

	"github.com/cajal-sim/cajal/ir"
)

// TestComposition compares an event with its statements run one after the
// other, in closed form.
func TestComposition(t *testing.T) {
	for _, tt := range []struct {
		name, block string
		x, y        float64 // after, from x = 3 and y = 5
	}{
		{"later statements see earlier ones", "x += 1; y = x", 4, 4},
		{"swap by sums", "x += y; y = x - y; x -= y", 5, 3},
		{"all operators", "x += 1; x *= 2; x -= 3; x /= 5; y = x", 1, 1},
		{"aliases are read anew", "x = 10; y = twice", 10, 20},
		{"nothing", "", 3, 5},
		{"to itself", "x = x", 3, 5},
		{"if taken", "if x < y { x = y } else { y = x }", 5, 5},
		{"if not taken", "if x > y { x = y } else { y = x }", 3, 3},
		{"one branch", "x = 1; if x > y { y = 0 }; y += x", 1, 6},
		{"condition of the moment", "x = 9; if x > y { y = -1 }", 9, -1},
		{"else if", "if x > y { x = 0 } else if x == 3 { x = 7 } else { x = 8 }", 7, 5},
		{"nested", "if x < y {\n if y < 4 { x = 0 }\n else { x = 1; y = x + 1 }\n}\nx += y", 3, 2},
	} {
		t.Run(tt.name, func(t *testing.T) {
			m := parseOne(t, "neuron n\nstate x 1\n      y 1\nlet twice = 2*x\nspike when x > y { "+tt.block+" }")
			values := map[string]float64{"x": 3, "y": 5}
			got := map[string]float64{"x": 3, "y": 5}
			for _, a := range m.Threshold.Reset {
				got[m.Symbols[a.Symbol].Name] = evaluator{m, values, 0}.number(a.Value)
			}
			if got["x"] != tt.x || got["y"] != tt.y {
				t.Errorf("{ %s } gives x = %g, y = %g, want %g, %g", tt.block, got["x"], got["y"], tt.x, tt.y)
			}
		})
	}
}

// TestDeliver: the second spike of a Tsodyks synapse, by hand.
func TestDeliver(t *testing.T) {
	m := parseOne(t, `synapse s
param U 0.5
pre u 1
    x 1 = 1
on pre { u += U*(1 - u); deliver weight*u*x; if u > 0.7 { deliver weight }; x -= u*x }`)
	e := m.Event(ir.OnPre, "")
	v := evaluator{m, map[string]float64{"U": 0.5, "u": 0.5, "x": 0.5, "weight": 8}, 0}
	if got := v.number(e.Deliver); got != 8*0.75*0.5+8 {
		t.Errorf("delivers %g, want 11", got)
	}
	x := symbol(t, m, "x")
	for _, a := range e.Assigns {
		if got := v.number(a.Value); a.Symbol == x && got != 0.125 {
			t.Errorf("x becomes %g, want 0.125", got)
		}
	}
	if d := m.Symbols[symbol(t, m, "delivery")]; d.Role != ir.Delivery {
		t.Errorf("role of delivery is %v", d.Role)
	}
}

func TestThreshold(t *testing.T) {
	for _, tt := range []struct {
		condition, when, distance string
		held                      int
	}{
		{"x > y", "x - y > 0", "x - y", 2},
		{"y < x", "x - y > 0", "x - y", 2},
		{"x >= 1", "1 <= x", "x - 1", 1},
		{"(x > 0)", "x > 0", "x", 1},
		{"high", "x - 2 > 0", "x - 2", 1},
		{"x > 1 and y > 1", "1 < x and 1 < y", "", 2},
		{"uniform() < x", "uniform() < x", "", 1},
		{"x == 1", "x == 1", "", 1},
		{"not x > 1", "not 1 < x", "", 1},
	} {
		m := parseOne(t, "neuron n\nstate x 1\n      y 1\nlet high = x > 2\nspike when "+tt.condition+"\nrefractory 2 ms")
		distance := ""
		if m.Threshold.Distance != ir.None {
			distance = Format(m, m.Threshold.Distance)
		}
		if when := Format(m, m.Threshold.When); when != tt.when || distance != tt.distance {
			t.Errorf("%s: when %s at distance %q, want %s, %q", tt.condition, when, distance, tt.when, tt.distance)
		}
		if n := len(m.Refractory.Hold); n != tt.held {
			t.Errorf("%s: holds %d states, want %d", tt.condition, n, tt.held)
		}
	}
}

func TestRefractory(t *testing.T) {
	const text = "neuron n\nstate x 1\n      y 1\nspike when x > 1 { x = 0 }\nrefractory 3 ms holding "
	for _, tt := range []struct {
		holding string
		want    []int
	}{{"nothing", nil}, {"y", []int{1}}, {"y, x", []int{1, 0}}} {
		m := parseOne(t, text+tt.holding)
		if got := m.Refractory.Hold; len(got) != len(tt.want) || len(got) > 0 && got[0] != tt.want[0] {
			t.Errorf("holding %s holds %v, want %v", tt.holding, got, tt.want)
		}
	}
}

func TestReceptors(t *testing.T) {
	m := parseOne(t, `neuron n
param tau 2 ms   rise
      C   1 nF   capacitance
state g   nS/ms
      V   mV
receive ex nS { g += exp(1)/tau*weight }  rises
        in nS { g -= weight/(2*tau) }
        q  pC { V += weight/C }`)
	for i, tt := range []struct {
		target, gain string
		at           float64
	}{
		{"g", "2.718281828459045/tau", 2.718281828459045 / 2},
		{"g", "-(1/(2*tau))", -0.25},
		{"V", "1/C", 1},
	} {
		r := m.Receptors[i]
		got := evaluator{m, map[string]float64{"tau": 2, "C": 1}, 0}.number(r.Gain)
		if m.Symbols[r.Target].Name != tt.target || got != tt.at || Format(m, r.Gain) != tt.gain {
			t.Errorf("receptor %s adds %s = %g to %s, want %s = %g, %s", r.Name, Format(m, r.Gain), got, m.Symbols[r.Target].Name, tt.gain, tt.at, tt.target)
		}
	}
}

func TestByEvents(t *testing.T) {
	m := parseOne(t, `neuron n
param tau 10 ms
state m 1
      tau m' = -m
receive syn 1 { if m < 1 { m += weight } else { m = weight^2 } }
solve by events
spike when m > 1 { m = 0 }`)
	if !m.ByEvent || m.Receptors[0].Target != -1 {
		t.Fatalf("ByEvent %v, target %d, want true, -1", m.ByEvent, m.Receptors[0].Target)
	}
	e := m.Event(ir.OnReceive, "syn")
	for _, tt := range []struct{ m, want float64 }{{0.5, 3.5}, {1, 9}} {
		if got := (evaluator{m, map[string]float64{"m": tt.m, "weight": 3}, 0}).number(e.Assigns[0].Value); got != tt.want {
			t.Errorf("m = %g receives 3 and becomes %g, want %g", tt.m, got, tt.want)
		}
	}
}

// TestNoise: x' = a + b·xi is taken apart, whatever its form.
func TestNoise(t *testing.T) {
	const head = "neuron n\nparam tau 10 ms\n      sigma 2 mV\nstate V mV\n      "
	const amplitude = "sqrt(2/tau)"
	for _, tt := range []struct {
		name, text, rate string
		noise            []string
	}{
		{"sum", "V' = -V/tau + sigma*sqrt(2/tau)*xi", "-V/tau", []string{"sigma*" + amplitude}},
		{"difference", "V' = -V/tau - xi*mV*sqrt(1/ms)", "-V/tau", []string{"-1"}},
		{"coefficient", "tau V' = -V + sigma*sqrt(2*tau)*xi", "-V/tau", []string{"sigma*sqrt(2*tau)/tau"}},
		{"factored", "V' = (sigma*xi + V/sqrt(tau))/sqrt(tau)", "V/sqrt(tau)/sqrt(tau)", []string{"sigma/sqrt(tau)"}},
		{"choice", "V' = sigma*sqrt(2/tau)*xi if V > 0 else 0", "0", []string{"sigma*" + amplitude + " if 0 < V else 0"}},
		{"two", "V' = (xi + 2*xi)*mV/sqrt(ms)", "0", []string{"1", "2"}},
		{"named", "V' = (xi_a + 2*xi_a)*mV/sqrt(ms)", "0", []string{"3"}},
	} {
		m := parseOne(t, head+tt.text)
		ode := m.ODEs[0]
		ok := Format(m, ode.Rate) == tt.rate && len(ode.Noise) == len(tt.noise) && m.Streams == len(tt.noise)
		for i := range min(len(ode.Noise), len(tt.noise)) {
			ok = ok && Format(m, ode.Noise[i].Amplitude) == tt.noise[i]
		}
		if !ok {
			t.Errorf("%s: %s reads as %s with %d noises of %d streams", tt.name, tt.text, Format(m, ode.Rate), len(ode.Noise), m.Streams)
			for _, n := range ode.Noise {
				t.Log(Format(m, n.Amplitude))
			}
		}
	}
}

// TestEquationForms: the four ways to write one equation.
func TestEquationForms(t *testing.T) {
	for _, text := range []string{"tau V' = E - V", "tau*V' = E - V", "tau dV/dt = E - V", "tau*dV/dt = E - V", "V' = (E - V)/tau", "dV/dt = (E - V)/tau"} {
		m := parseOne(t, "neuron n\nparam tau 10 ms\n      E 1 mV\nstate V mV = E : the neuron's state\n      "+text)
		if got := Format(m, m.ODEs[0].Rate); got != "(E - V)/tau" || m.Symbols[m.ODEs[0].Symbol].Name != "V" {
			t.Errorf("%s reads as V' = %s, want (E - V)/tau", text, got)
		}
	}
}

// TestStreams: each call is its own random number, an alias is one.
func TestStreams(t *testing.T) {
	m := parseOne(t, "stimulus s\nlet a = normal()\ninject a + a + normal() + uniform() + poisson(3)")
	if m.Streams != 4 {
		t.Errorf("%d streams, want 4", m.Streams)
	}
}

// TestHeading: what is around the statements.
func TestHeading(t *testing.T) {
	ms, err := Parse("two.eq", `# a file
  synapse a "First # title"
  source  Someone 1999, J Test 1:1   # a comment
          Other 2000, J Test 2:2
  doc     Says "it's" (so),
          twice.
  on pre { deliver weight }

generator b
  param rate 10 Hz
  spike when uniform() < rate*dt
`)
	if err != nil {
		t.Fatal(err)
	}
	a, b := ms[0], ms[1]
	if a.Kind != ir.Synapse || a.Title != "First # title" || len(a.Sources) != 2 || a.Sources[1] != "Other 2000, J Test 2:2" ||
		a.Doc != "Says \"it's\" (so),\ntwice." || a.File != "two.eq" {
		t.Errorf("first mechanism reads as %+v", a)
	}
	if b.Kind != ir.Generator || b.Text != "generator b\n  param rate 10 Hz\n  spike when uniform() < rate*dt" {
		t.Errorf("second mechanism reads as %+v", b)
	}
	if dt := b.Symbols[symbol(t, b, "dt")]; dt.Role != ir.StepSize {
		t.Errorf("dt has the role %v", dt.Role)
	}
}
