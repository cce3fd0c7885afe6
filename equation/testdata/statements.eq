neuron statements "mistakes of form; reading goes on after each"
parm    C_m   281 pF    capacitance                # want 1: unknown statement "parm", want a keyword such as param, state or spike; did you mean param?
state   V     mV
        V' = (0 + V/ms                             # want 14: the bracket is not closed, want )
        w     pA
        V' = V/ms) # want 18: unexpected ")", want the end of the line
        z     1
        z' = 1/ms +                                # want 19: the expression ends after "+", want a name, a number or a bracket
let     a     = 1 < z < 2                          # want 23: comparisons cannot be chained; write a < b and b < c
        b     = * 2                                # want 17: unexpected "*", want a name, a number or a bracket
        c     = 1 @ 2                              # want 19: unexpected "@", want the end of the line
        d       1                                  # want 17: unexpected "1", want let NAME = EXPRESSION
        e     = 1 if z > 0                         # want 26: the line ends after "0", want A if CONDITION else B
        f     = 2
inject  3                                          # want 1: a neuron has no inject
on pre { deliver weight }                          # want 1: a neuron has no on
spike V > 0 { V = 0 }                              # want 7: unexpected "V", want spike when CONDITION { … }
spike when V > 0 { V + 1; V = 2 mV; if z { z = 1 }; z' = 3 } # want 22: unexpected "+", want =, +=, -=, *= or /= # want 40: z is a number, want a condition such as V > V_th # want 54: an equation in an event; put it under state
spike when V > 1 { V = 0 }                         # want 1: a second spike, want one
refractory 2 ms 3                                  # want 17: unexpected "3", want the end of the line
solve exactly                                      # want 7: unexpected "exactly", want solve by events
generator                                          # want 1: the line ends after "generator", want a name
state   x     1
nueron misspelt                                    # want 1: unknown statement "nueron", want a keyword such as param, state or spike
generator silent "never spikes"                    # want 11: generator silent never spikes, want spike when CONDITION
stimulus  nothing "injects nothing"                # want 11: stimulus nothing injects nothing, want inject EXPRESSION
synapse   dumb "sends nothing"                     # want 11: synapse dumb sends nothing, want on pre { deliver weight } or couple
synapse   dumb                                     # want 11: a second mechanism dumb, want another name
on pre { deliver weight
state x 1                                          # want-above 8: the brace is not closed, want }
