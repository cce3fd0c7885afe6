# Every line with a mistake tells the column and the message: # want COL: message
neuron units "units are checked on every expression"
param   C_m   281 pF    capacitance
        g_L   30 nS     conductance
        E_L   -70 mV    potential
        V_th  -50 mV    threshold
        tau   10 ms     time constant
        I_e   100 pA    current
        k     2         number
state   V     mV = g_L  potential                  # want 20: g_L has unit nS, want mV, the unit of V
        w     pA = 0    current
        x     1         number
        y     mV^2      square
        z     mV        potential
        C_m V' = g_L*(V - E_L) + w*tau             # want 34: w*tau has unit pC, want pA, as g_L*(V - E_L)
        w' = g_L*(V - E_L)                         # want 14: g_L*(V - E_L) has unit pA, want nA/ms
        tau x' = exp(V) - x                        # want 22: V has unit mV, want a pure number in exp
        y' = V^2.5/tau                             # want 14: V^2.5/tau has unit mV^2.5/ms, want mV2/ms
        z' = V^k/tau                               # want 16: V has unit mV, want a constant exponent; divide the base by a quantity first
let     a     = V + 10                             # want 21: 10 has no unit, want mV, as V
        b     = 10 + V                             # want 22: V has unit mV, want a pure number, as 10
        c     = 0 + V
        d     = min(V, 0) + max(0, E_L)
        e     = sqrt(V)
        f     = V^(1/3)                            # want 17: V to the power 0.333 has no unit
        g     = V > I_e                            # want 21: I_e has unit pA, want mV, as V
        h     = V if V > 0 else w                  # want 33: w has unit pA, want mV, as V
        i     = V > 0                              # a condition may have a name
        j     = i + 1                              # want 17: i is a condition, want a number; write 1 if … else 0
        k2    = V and i                            # want 17: V is a number, want a condition such as V > V_th
        l     = not V                              # want 21: V is a number, want a condition such as V > V_th
        n     = clip(V, 0, 1)                      # want 28: 1 has no unit, want mV, as V
        o     = 2^V                                # want 19: V has unit mV, want a pure number as an exponent
        p     = floor(V)                           # want 23: V has unit mV, want a pure number in floor
        q     = 36 degC
        r     = 2*degC                             # want 19: degC cannot be part of a product; write the temperature as one quantity, such as 36 degC
        s     = V if V else 0                      # want 22: V is a number, want a condition such as V > V_th
receive ex    nS { w += weight }                   # want 25: weight has unit nS, want pA
        in    nS { w += weight*(E_L - 0) }
spike when V > I_e { V += w; w *= tau; V = 0 }     # want 16: I_e has unit pA, want mV, as V # want 27: w has unit pA, want mV # want 35: tau has unit ms, want a pure number
refractory k                                       # want 12: k has no unit, want ms
