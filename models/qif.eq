neuron  qif "Quadratic integrate-and-fire, normal form"
source  Montbrió, Pazó & Roxin 2015, Phys Rev X 5:021028
        Ermentrout & Kopell 1986, SIAM J Appl Math 46:233
doc     The potential reaches infinity in finite time and comes back from minus infinity.
        Both ends are cut off at V_peak and V_reset, and the time that the passage would
        have taken, tau/V_peak to infinity and tau/|V_reset| from there, is spent at
        V_reset. The spike thus leaves tau/V_peak too early: add that to the delay to
        count it in the middle of the dead time. For the mean field of N neurons, give
        every connection the weight 1/N: then s is the population's rate times tau.
param   tau     1 ms        unit of time
        eta     -5 1        excitability; above 0 the neuron fires by itself
        J       15 1        strength of the coupling
        tau_s   0.01 ms     decay of the synaptic activation
        V_peak  100 1       potential at which a spike is detected, above 0
        V_reset -100 1      potential after a spike, below 0
state   V       1 = -2      membrane potential
        s       1 = 0       synaptic activation
        tau V' = V^2 + eta + J*s + I
        tau_s s' = -s
input   I       1           current from stimuli
receive syn     1 { s += tau/tau_s*weight }   events whose activation has the area tau times the weight
spike when V >= V_peak { V = V_reset }
refractory tau/V_peak - tau/V_reset holding V
