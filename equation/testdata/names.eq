neuron names "unknown, doubled and misused names"
param   C_m   281 pf    capacitance                # want 19: param C_m: "pf" is no unit, want one such as mV, nS/cm2 or 1/ms; did you mean pF?
        tau   10 ms     time constant
        tau   20 ms     again                      # want 9: tau is declared twice, want another name
        dt    1 ms      step                       # want 9: dt has a meaning in the language, want another name
        exp   1         function                   # want 9: exp has a meaning in the language, want another name
        R     1 kg/foo  resistance                 # want 17: param R: "kg/foo" is no unit, want one such as mV, nS/cm2 or 1/ms; write 1 for a pure number
        S     1 mVolt   potential                  # want 17: param S: "mVolt" is no unit, want one such as mV, nS/cm2 or 1/ms; did you mean mol?
        b               no value                   # want 25: param b has no value, want a number and a unit, for example 10 ms
        spike 3         keyword                    # want 9: "spike" is a keyword, want a name; to begin a statement, put it no further right than the keyword above
        if    3         operator                   # want 9: "if" is an operator, want a name
state   V     potential in mV                      # want 15: state V: "potential" is no unit, want one such as mV, nS/cm2 or 1/ms; write 1 for a pure number
        V_m   mV = V_n                             # want 20: unknown name V_n, want a parameter, state, input, alias or unit; did you mean V_m?
        x     1 = y     a circle                   # want 9: the initial value of x depends on itself; give one state of the circle a value
        y     1 = x     a circle
        u     1 = a     reads an input by an alias # want 19: an initial value reads I, want parameters and initial values of states
        tau V_m' = E_L - V_m                       # want 20: unknown name E_L, want a parameter, state, input, alias or unit
        V_m' = -V_m/tau                            # want 9: a second equation of V_m, want one
        tau' = 1                                   # want 9: tau is a parameter and cannot change, want a state; declare it under state to let it change
        x'' = 1                                    # want 11: a second derivative, want first-order equations; declare a state for x'
        X' = 1/ms                                  # want 9: unknown state X; did you mean x?
input   I     pA        current
let     a     = I/pA
        c     = d + 1                              # want 9: alias c is defined by itself; make it a state, or break the circle
        d     = c - 1
        f     = exp2(x)                            # want 17: unknown function exp2; did you mean exp?
        g     = x(1)                               # want 17: unknown function x; for a product write x*(…)
        h     = exp                                # want 17: exp is a function, want its arguments in brackets
        i     = min(x)                             # want 17: min has 1 arguments, want 2
        j     = 3 mv                               # want 19: unexpected "mv", want the end of the line
        l     = x/mv                               # want 19: unknown name mv, want a parameter, state, input, alias or unit; did you mean the unit mV?
        n     = weight                             # want 17: weight is unknown here; a neuron knows it only inside receive
        o     = x'                                 # want 17: x' cannot stand in an expression; write its rate instead
        p     = 1e999                              # want 17: 1e999 is out of range
receive ex    mV { V_m += weight }
        ex    mV { V_m -= weight }                 # want 9: a second receptor ex, want another name
        in    mV { V_m += V_m }                    # want 27: V_m is not a parameter times weight, want one sum of weights, such as g += weight; other statements need: solve by events
        both  mV { V_m += weight; x += 1 }         # want 9: receive both is no sum, want one sum of weights, such as g += weight; other statements need: solve by events
        mult  mV { V_m += weight*weight/mV }       # want 34: weight must enter linearly, want a sum of products with one weight each
spike when V_m > 0 {
    V_m = 0
    tau = 1 ms                                     # want 5: tau is a parameter and cannot change, want a state; declare it under state to let it change
    a = 1                                          # want 5: unknown state a; a is an alias
    I = 0                                          # want 5: I is an input and cannot change, want a state
    deliver 1                                      # want 5: on spike delivers nothing; deliver in on pre or on post of a synapse
}
refractory 2 ms holding V_m, v                     # want 30: unknown state v; did you mean V?
