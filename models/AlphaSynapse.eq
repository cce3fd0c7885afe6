point   AlphaSynapse "One conductance transient in the shape of an alpha function"
source  Rall 1967, J Neurophysiol 30:1138
doc     It starts at a given time, without an event, and is over after ten time constants.
param   onset 0 ms     start
        tau   0.1 ms   time to the peak
        gmax  0 uS     peak conductance
        e     0 mV     reversal potential
let     x = (t - onset)/tau
        g = gmax*x*exp(1 - x) if x >= 0 and x <= 10 else 0
current i = g*(v - e)
