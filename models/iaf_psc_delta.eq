neuron  iaf_psc_delta "Leaky integrate-and-fire, delta synapses"
source  Rotter & Diesmann 1999, Biol Cybern 81:381
        Diesmann, Gewaltig, Rotter & Aertsen 2001, Neurocomputing 38-40:565
        Tuckwell 1988, Introduction to theoretical neurobiology, vol. 1, Cambridge University Press
doc     Each event moves the membrane potential by its weight at once. Events that
        arrive while the neuron is refractory are lost. Names and defaults are NEST's.
        With E_L 0 mV, V_th 20 mV and V_reset 10 mV it is the neuron of Brunel 2000.
param   C_m     250 pF       membrane capacitance
        tau_m   10 ms        membrane time constant
        t_ref   2 ms         absolute refractory period
        E_L     -70 mV       resting potential
        V_th    -55 mV       spike threshold
        V_reset -70 mV       potential after a spike
        I_e     0 pA         constant current
state   V_m     mV = E_L     membrane potential
        V_m' = (E_L - V_m)/tau_m + (I + I_e)/C_m
input   I       pA           current from stimuli and gap junctions
receive syn     mV { V_m += weight }   step of the potential, of either sign
spike when V_m >= V_th { V_m = V_reset }
refractory t_ref holding V_m
