package nmodl

// The syntax tree of a file. It keeps the text's order within each kind of block.

type tree struct {
	title     string
	neuron    neuron
	defines   map[string]float64 // DEFINE, CONSTANT and the factors of UNITS
	unitNames map[string]string  // UNITS: name → its meaning
	parameter []declared
	assigned  []declared
	state     []declared
	routines  map[string]*routine
	order     []string   // of routines
	initial   []*block   // INITIAL, more than one are joined
	before    []*block   // BEFORE INITIAL
	present   []*block   // BREAKPOINT
	cue       []*block   // BEFORE BREAKPOINT and BEFORE STEP
	after     []*block   // AFTER SOLVE
	receive   *receiving // NET_RECEIVE
}

type neuron struct {
	place
	kind       string // SUFFIX, POINT_PROCESS, ARTIFICIAL_CELL; "" where none was said
	name       token
	ions       []ionUse
	currents   []token // NONSPECIFIC_CURRENT
	electrodes []token // ELECTRODE_CURRENT
	ranges     []token // RANGE
	randoms    []token
	pointers   []token // POINTER, BBCOREPOINTER
}

type ionUse struct {
	name          token
	reads, writes []token
	valence       string
}

// declared is a name of PARAMETER, ASSIGNED, STATE or a file's LOCAL.
type declared struct {
	name      token
	size      int // 0 for a single value
	value     float64
	given     bool // the text has a value
	unit      string
	low, high float64
	limited   bool
}

// routine is a PROCEDURE, FUNCTION, DERIVATIVE, KINETIC, LINEAR or NONLINEAR block.
type routine struct {
	kind string
	name token
	args []argument
	unit string // of a FUNCTION
	body *block
}

type argument struct {
	name token
	unit string
}

// receiving is NET_RECEIVE, with the INITIAL block inside.
type receiving struct {
	place
	args    []argument
	body    *block
	initial *block
}

type block struct {
	place
	statements []*statement
}

type statementKind uint8

const (
	assignment statementKind = iota
	derivative               // name' = value
	callStatement
	branch
	fromLoop
	whileLoop
	localStatement
	solveStatement
	verbatimStatement
	reaction      // ~ left <-> right (forward, backward)
	equation      // ~ left = right
	conservation  // CONSERVE left = right
	compartment   // COMPARTMENT volume { states }
	refusedWord   // what this package does not run
	nestedInitial // INITIAL inside NET_RECEIVE
)

// statement is one statement. Which fields are set depends on the kind.
type statement struct {
	kind statementKind
	word token // the target, or the word it begins with
	// index of the target; value; condition; bounds and step of a loop
	index, value, to, by *expr
	then, other          *block
	names                []token // LOCAL; states of COMPARTMENT
	sizes                []int   // of LOCAL arrays
	solve                solving
	left, right          []term // of a reaction
	arrow                string
	rates                []*expr
	unchecked            bool // UNITSOFF
}

// term is one reactant: count·name[index].
type term struct {
	count float64
	name  token
	index *expr
}

type solving struct {
	routine token
	method  string
	steady  bool
}

type exprKind uint8

const (
	numberExpr exprKind = iota
	nameExpr            // name or name[index]
	callExpr
	unaryExpr
	binaryExpr
	textExpr // in the arguments of printf
)

// expr is an expression; text is the number, name or operator.
type expr struct {
	kind exprKind
	place
	text  string
	value float64
	unit  string // of a number
	args  []*expr
}
