NEURON { SUFFIX bad RANGE g }
PARAMETER { g = 1 (S/cm2) }
ASSIGNED { v (mV) i (mA/cm2) }
BREAKPOINT {
    SOLVE states METHOD cnexp
    i = g*v
}
