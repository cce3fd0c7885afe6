point   ExpSyn "Conductance that jumps and decays"
source  Carnevale & Hines 2006, The NEURON Book, Cambridge University Press
param   tau 0.1 ms   decay
        e   0 mV     reversal potential
state   g uS = 0     conductance
        g' = -g/tau
receive uS { g += weight }   jump of the conductance
current i = g*(v - e)
