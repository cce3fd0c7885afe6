point   Exp2Syn "Conductance that rises and decays"
source  Carnevale & Hines 2006, The NEURON Book, Cambridge University Press
doc     An event of weight w makes a conductance of peak w. Equal time constants are
        taken as almost equal, the rise as not slower than the decay.
param   tau1 0.1 ms   rise
        tau2 10 ms    decay
        e    0 mV     reversal potential
state   A uS = 0      part that decays with the rise
        B uS = 0      part that decays slowly
        A' = -A/rise
        B' = -B/tau2
let     rise   = clip(tau1, 1e-9*tau2, 0.9999*tau2)
        peak   = rise*tau2/(tau2 - rise)*log(tau2/rise)
        factor = 1/(exp(-peak/tau2) - exp(-peak/rise))
        g      = B - A
receive uS { A += factor*weight; B += factor*weight }   peak conductance
current i = g*(v - e)
