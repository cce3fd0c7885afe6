package ir

import "github.com/cajal-sim/cajal/unit"

// Kind says what a mechanism is and so what may stand in it.
type Kind uint8

// The kinds of mechanism.
const (
	Neuron    Kind = iota // states, spikes, receptors
	Generator             // a source of spikes without inputs
	Synapse               // state on a connection; events from both sides
	Stimulus              // a value injected into an input or receptor at every step

	Channel        // on the membrane of compartments, per area
	PointProcess   // at a place of a compartment: a synapse, an electrode
	ArtificialCell // a cell without membrane, driven by events alone
)

var kindNames = [...]string{"neuron", "generator", "synapse", "stimulus", "channel", "point process", "artificial cell"}

// String is the keyword of the kind.
func (k Kind) String() string { return kindNames[k] }

// Place says where a symbol's value lives and so how many there are of it.
type Place uint8

// The places.
const (
	Self     Place = iota // one per lane of the mechanism; of a synapse: one per connection
	Pre                   // one per presynaptic neuron (and delay) of the projection
	Post                  // one per postsynaptic neuron of the projection
	Volume                // one per projection: a concentration all its synapses see
	PreCell               // a state of the presynaptic neuron itself, read only
	PostCell              // a state of the postsynaptic neuron itself, read only

	Compartment        // one per compartment of the tree that a [Membrane] sits on
	Connection         // one per connection that ends at a point process or artificial cell
	numPlaces   = iota // of a neuron, generator or stimulus only Self is used
)

var placeNames = [numPlaces]string{"self", "pre", "post", "volume", "precell", "postcell", "compartment", "connection"}

// String is the place's name in printed kernels.
func (p Place) String() string { return placeNames[p] }

// Role says what a symbol is for.
type Role uint8

// The roles of a symbol.
const (
	Param    Role = iota // set before the run; one value for all lanes, or one a lane
	State                // changes in time
	Input                // continuous input, held over a step, summed from all its sources, then cleared
	Received             // sum of the weights that arrived at a receptor during the step, then cleared
	Time                 // t at the start of the step, ms
	StepSize             // dt, ms
	Derived              // computed once from parameters and dt by the setup kernel
	Hold                 // time until which a lane is refractory, ms
	Weight               // what an event carries: a receptor's weight, or a connection's
	Delivery             // what a connection delivers: the target's receptor
	Coupling             // continuous current of a connection: the target's input
	Injected             // what a stimulus adds to its target
	Partial              // ∂x'/∂y, of a Jacobian kernel
	Gradient             // ∂loss/∂column, of an adjoint kernel

	// The roles that only a [Membrane] has; membrane.go says more.
	Assigned             // computed by one kernel and kept for the others
	Voltage              // of the compartment, mV
	Celsius              // temperature, degC, the same everywhere
	Diameter             // of the compartment, um
	Area                 // of the compartment, um2
	IonCurrent           // total of an ion in the compartment, mA/cm2
	IonPotential         // reversal potential of an ion, mV
	IonInside            // concentration of an ion inside, mM
	IonOutside           // concentration of an ion outside, mM
	MembraneCurrent      // out of the compartment, nA
	MembraneConductance  // its derivative by the voltage, uS
	ElectrodeCurrent     // into the compartment, nA
	ElectrodeConductance // its derivative by the voltage, uS
	Flag                 // of the event that arrives; 0 from a connection
	SendDelay            // after which a mechanism sends itself an event, ms; negative: none
	SendFlag             // flag of that event

	StartConductance // what the sum of a compartment's conductances starts from, uS
	StepStart        // t at the start of the step, which the stages of a method leave alone
)

var roleNames = [...]string{"param", "state", "input", "received", "t", "dt", "derived", "hold", "weight", "delivery", "coupling", "injected", "partial", "gradient",
	"assigned", "voltage", "celsius", "diameter", "area", "ion current", "ion potential", "ion inside", "ion outside",
	"membrane current", "membrane conductance", "electrode current", "electrode conductance", "flag", "send delay", "send flag", "start conductance", "step start"}

// String is the role's name in printed kernels.
func (r Role) String() string { return roleNames[r] }

// Symbol is a named value of a mechanism.
type Symbol struct {
	Name  string
	Role  Role
	Place Place
	Dim   unit.Dimension
	Unit  string // as written, for tables: "mV"; "weight" for a value in the receptor's unit
	Init  Ref    // parameter: default; state: initial value (may read parameters, other initial values, random numbers)
	Doc   string
	Pos   Pos
}

// ODE is the equation x' = Rate + Σ Noise·xi for the state Symbol. White noise
// xi has unit 1/√ms; equal streams are the same noise.
type ODE struct {
	Symbol int
	Rate   Ref
	Noise  []NoiseTerm
	Pos    Pos
}

// NoiseTerm is one white-noise term: Amplitude·xi(Stream).
type NoiseTerm struct {
	Amplitude Ref
	Stream    int
}

// Assign sets Symbol to Value, which reads the values before the event.
type Assign struct {
	Symbol int
	Value  Ref
}

// Trigger says what sets off an event.
type Trigger uint8

// The triggers of events. OnSpike is the mechanism's own spike.
const (
	OnSpike   Trigger = iota // reset of a neuron
	OnReceive                // an event arrives at receptor Port
	OnPre                    // the presynaptic spike arrives, after the delay
	OnPost                   // the postsynaptic neuron spikes
	OnVolume                 // a neuron of the projection's modulator spikes
)

var triggerNames = [...]string{"on spike", "on receive", "on pre", "on post", "on volume"}

// String is the trigger as written in text.
func (t Trigger) String() string { return triggerNames[t] }

// Event is what happens at once. Statements have been composed: every value
// reads the state before the event, and the assignments are simultaneous.
// Deliver is what a synapse sends its target (None: nothing).
type Event struct {
	Trigger Trigger
	Port    string // receptor of OnReceive
	Assigns []Assign
	Deliver Ref
	Pos     Pos
}

// Receptor is a place where events arrive: each adds Gain·weight to the state Target.
// A receptor whose effect is not such a sum has Target −1 and an OnReceive event
// (mechanisms solved event by event only).
type Receptor struct {
	Name   string
	Dim    unit.Dimension // of the weight
	Unit   string
	Target int // symbol of the state
	Gain   Ref
	Doc    string
	Pos    Pos
}

// Threshold is the spike condition Distance > 0, and the reset that follows.
// Distance is in the unit of the compared values. Where the condition is not a
// comparison of two numbers, Distance is None and When is the mask.
type Threshold struct {
	When     Ref
	Distance Ref
	Reset    []Assign
	Pos      Pos
}

// Refractory holds the states Hold at their reset values for Duration (ms)
// after a spike; no spike is tested for meanwhile, and what they receive is lost.
type Refractory struct {
	Duration Ref
	Hold     []int
	Pos      Pos
}

// Mechanism is a checked model: what its text says, with units verified.
type Mechanism struct {
	Kind    Kind
	Name    string
	Title   string
	Doc     string
	Sources []string // citations
	File    string   // where it was read; "" for inline text
	Text    string   // the text itself
	ByEvent bool     // solved event by event: spikes arise only when an event arrives

	Graph   *Graph
	Symbols []Symbol
	Streams int // number of random streams used

	ODEs       []ODE
	Receptors  []Receptor
	Events     []Event
	Threshold  *Threshold
	Refractory *Refractory
	Inject     Ref // stimulus: the value added at each step
	Couple     Ref // synapse: continuous current into the target's input
	Membrane   *Membrane
}

// Symbol finds a symbol by name.
func (m *Mechanism) Symbol(name string) (int, bool) {
	for i := range m.Symbols {
		if m.Symbols[i].Name == name {
			return i, true
		}
	}
	return -1, false
}

// Of lists the symbols of a role, in order of declaration.
func (m *Mechanism) Of(role Role) []int {
	var out []int
	for i := range m.Symbols {
		if m.Symbols[i].Role == role {
			out = append(out, i)
		}
	}
	return out
}

// At lists the symbols of a role and place, in order of declaration.
func (m *Mechanism) At(role Role, place Place) []int {
	var out []int
	for _, i := range m.Of(role) {
		if m.Symbols[i].Place == place {
			out = append(out, i)
		}
	}
	return out
}

// Receptor finds a receptor by name.
func (m *Mechanism) Receptor(name string) (int, bool) {
	for i := range m.Receptors {
		if m.Receptors[i].Name == name {
			return i, true
		}
	}
	return -1, false
}

// Event finds the event of a trigger and port, or nil.
func (m *Mechanism) Event(t Trigger, port string) *Event {
	for i := range m.Events {
		if m.Events[i].Trigger == t && m.Events[i].Port == port {
			return &m.Events[i]
		}
	}
	return nil
}

// ODE finds the equation of a symbol, or nil.
func (m *Mechanism) ODE(symbol int) *ODE {
	for i := range m.ODEs {
		if m.ODEs[i].Symbol == symbol {
			return &m.ODEs[i]
		}
	}
	return nil
}
