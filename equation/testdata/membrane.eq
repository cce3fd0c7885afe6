channel leaky "what a channel cannot do"
ion     na reads ena writes ina                    # want 29: ina is written by no current, want current ina = EXPRESSION
        ca reads cai eta writes ica cai            # want 22: ion ca has no eta, want one of ica, eca, cai, cao # want 37: cai is written by no equation, want state cai mM = EXPRESSION and its equation
        ca reads cao                               # want 9: a second ion ca, want one line for each
        li reads eli                               # want 9: the valence of li is not known; write ion li valence 1 …
        cl valence                                 # want 12: the line ends after "valence", want a number such as 2
        k  writes ek                               # want 19: a mechanism cannot write ek, want ik, ki or ko
        mg ena                                     # want 12: unexpected "ena", want ion NAME [valence N] [reads NAMES] [writes NAMES]
param   gbar  0.1 S/cm2   peak conductance
        g     1 uS        conductance
        v     1 mV        taken                    # want 9: v has a meaning in the language, want another name
state   m     1           activation
        n     1 = weight  activation               # want 19: weight is unknown here; a neuron knows it only inside receive
        m' = (minf - m)/tau
        n' = -n^2/(2 ms)
let     minf  = 1/(1 + exp(-v/(5 mV)))
        tau   = 2 ms*2.3^((celsius - 21 degC)/(10 degC))   # want 47: (10 degC) is a temperature, not a difference; write 10 K
        cold  = celsius > 10                       # want 27: 10 has no unit, want degC, as celsius
        size  = area*gbar*(v - ena)
        other = v - ek                             # want 21: unknown name ek; to read it: ion k reads ek
current i   = g*(v - ena)                          # want 15: g*(v - ena) has unit nA, want mA/cm2, the unit of a current
        ica = gbar*m*(v - 130 mV)
        icl = gbar*m*v                             # want 9: icl belongs to no ion; write: ion cl writes icl
        j   = gbar*m > 0 mS/cm2                    # want 15: gbar*m > 0 mS/cm2 is a condition, want a number; write 1 if … else 0
receive uS { m += 1 }                              # want 1: a channel has no receive
spike when v > 0                                   # want 1: a channel has no spike
conserve m*n = 1                                   # want 1: m*n = 1 is no sum of states, want a sum of states that have equations, with constant factors
initially steady                                   # want 1: the equation of n is not linear, want linear equations for initially steady; give initial values
          m = 1                                    # want 11: unexpected "m", want an equation that is meant to be steady
solve by events                                    # want 7: unexpected "by", want solve implicitly
point   contact "what a point cannot do"
param   e     0 mV        reversal potential
state   g     uS          conductance
        g' = -g/(2 ms) + last/ms^2                 # want 26: last/ms^2 has unit 1/ms, want uS/ms, as -g/(2 ms)
connection last ms = 0    time of the last event
        used  uS = weight                          # a value of a connection may start from its weight
        used' = -used/ms                           # want 9: used lives once per connection and has no equation; let receive change it, by the time that passed
current i = weight*(v - e)                         # want 13: the current i reads weight, which lives once per connection; keep it in a state that receive changes
receive uS { g += weight; last = t; e = 0; v = 0; deliver weight }   # want 37: e is a parameter and cannot change, want a state; declare it under state to let it change # want 44: v is a value of the compartment and cannot change, want a state # want 51: on receive delivers nothing; deliver in on pre or on post of a synapse
receive uS { g = 0 }                               # want 1: a second receive, want one
point   none "nothing flows"                       # want 9: none has no current, want current i = EXPRESSION
channel known "names"
ion     na writes ina
initially quiet                                    # want 11: unexpected "quiet", want initially steady
current ina = 0 mA/cm2
channel alone "a scheme without a sum"
state   A 1 = 0.5                                  # want 9: A has an initial value, and starts steady, want one of the two
        B 1
        A' = (B - A)/ms
        B' = (A - B)/ms
conserve A + B = 1
initially steady
current i = A*mA/cm2
channel zero "nothing else"
state   A 1
        A' = -A/ms
initially steady                                   # want 1: nothing but 0 is steady; say what is conserved, such as conserve C + O = 1
current i = A*mA/cm2
