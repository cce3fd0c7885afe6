neuron  iaf_psc_exp "Leaky integrate-and-fire, exponential currents"
source  Tsodyks, Uziel & Markram 2000, J Neurosci 20:RC50
        Rotter & Diesmann 1999, Biol Cybern 81:381
doc     Each event adds its weight to a current that decays exponentially.
        Weights of the inhibitory receptor are negative. Names and defaults are NEST's.
param   C_m        250 pF    membrane capacitance
        tau_m      10 ms     membrane time constant
        tau_syn_ex 2 ms      decay of the excitatory current
        tau_syn_in 2 ms      decay of the inhibitory current
        t_ref      2 ms      absolute refractory period
        E_L        -70 mV    resting potential
        V_th       -55 mV    spike threshold
        V_reset    -70 mV    potential after a spike
        I_e        0 pA      constant current
state   V_m        mV = E_L  membrane potential
        I_syn_ex   pA = 0    excitatory synaptic current
        I_syn_in   pA = 0    inhibitory synaptic current
        V_m' = (E_L - V_m)/tau_m + (I_syn_ex + I_syn_in + I + I_e)/C_m
        tau_syn_ex I_syn_ex' = -I_syn_ex
        tau_syn_in I_syn_in' = -I_syn_in
input   I          pA        current from stimuli and gap junctions
receive ex         pA { I_syn_ex += weight }   excitatory current
        in         pA { I_syn_in += weight }   inhibitory current, of negative weights
spike when V_m >= V_th { V_m = V_reset }
refractory t_ref holding V_m
