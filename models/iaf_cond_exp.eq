neuron  iaf_cond_exp "Leaky integrate-and-fire, exponential conductances"
source  Meffin, Burkitt & Grayden 2004, J Comput Neurosci 16:159
doc     Each event adds its weight, which is positive for both receptors, to a
        conductance that decays exponentially. Names and defaults are NEST's. The
        neuron of the COBA benchmark (Brette et al. 2007, J Comput Neurosci 23:349) has
        C_m 200 pF, g_L 10 nS, E_L -60 mV, V_th -50 mV, t_ref 5 ms, E_in -80 mV,
        tau_syn_ex 5 ms and tau_syn_in 10 ms.
param   C_m        250 pF      membrane capacitance
        g_L        16.6667 nS  leak conductance
        E_L        -70 mV      leak reversal potential
        E_ex       0 mV        excitatory reversal potential
        E_in       -85 mV      inhibitory reversal potential
        tau_syn_ex 0.2 ms      decay of the excitatory conductance
        tau_syn_in 2 ms        decay of the inhibitory conductance
        t_ref      2 ms        absolute refractory period
        V_th       -55 mV      spike threshold
        V_reset    -60 mV      potential after a spike
        I_e        0 pA        constant current
state   V_m        mV = E_L    membrane potential
        g_ex       nS = 0      excitatory conductance
        g_in       nS = 0      inhibitory conductance
        C_m V_m' = g_L*(E_L - V_m) + g_ex*(E_ex - V_m) + g_in*(E_in - V_m) + I + I_e
        tau_syn_ex g_ex' = -g_ex
        tau_syn_in g_in' = -g_in
input   I          pA          current from stimuli and gap junctions
receive ex         nS { g_ex += weight }   excitatory conductance
        in         nS { g_in += weight }   inhibitory conductance
spike when V_m >= V_th { V_m = V_reset }
refractory t_ref holding V_m
