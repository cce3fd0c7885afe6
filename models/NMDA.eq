point   NMDA "NMDA receptor with magnesium block"
source  Jahr & Stevens 1990, J Neurosci 10:3178
        Hestrin, Sah & Nicoll 1990, Neuron 5:247
doc     An event of weight w makes a conductance of peak w where nothing blocks.
param   tau1     2 ms         rise
        tau2     65 ms        decay
        e        0 mV         reversal potential
        mg       1 mM         magnesium outside
        slope_mg 0.062 1/mV   steepness of the block
        scale_mg 3.57 mM      magnesium that blocks half at 0 mV
state   A uS = 0              part that decays with the rise
        B uS = 0              part that decays slowly
        A' = -A/rise
        B' = -B/tau2
let     rise   = clip(tau1, 1e-9*tau2, 0.9999*tau2)
        peak   = rise*tau2/(tau2 - rise)*log(tau2/rise)
        factor = 1/(exp(-peak/tau2) - exp(-peak/rise))
        open   = 1/(1 + exp(-slope_mg*v)*mg/scale_mg)
        g      = (B - A)*open
receive uS { A += factor*weight; B += factor*weight }   peak conductance without block
current i = g*(v - e)
