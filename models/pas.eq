channel pas "Leak"
source  Hodgkin & Huxley 1952, J Physiol 117:500
param   g 0.001 S/cm2   conductance
        e -70 mV        reversal potential
current i = g*(v - e)
