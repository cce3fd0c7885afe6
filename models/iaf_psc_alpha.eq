neuron  iaf_psc_alpha "Leaky integrate-and-fire, alpha-shaped currents"
source  Rotter & Diesmann 1999, Biol Cybern 81:381
        Diesmann, Gewaltig, Rotter & Aertsen 2001, Neurocomputing 38-40:565
doc     Each event causes a current t/tau*exp(1 - t/tau) times its weight, which is
        thus the peak. Weights of the inhibitory receptor are negative. Names and
        defaults are NEST's.
param   C_m        250 pF    membrane capacitance
        tau_m      10 ms     membrane time constant
        tau_syn_ex 2 ms      rise time of the excitatory current
        tau_syn_in 2 ms      rise time of the inhibitory current
        t_ref      2 ms      absolute refractory period
        E_L        -70 mV    resting potential
        V_th       -55 mV    spike threshold
        V_reset    -70 mV    potential after a spike
        I_e        0 pA      constant current
state   V_m        mV = E_L     membrane potential
        dI_syn_ex  pA/ms = 0    rise of the excitatory current
        I_syn_ex   pA = 0       excitatory synaptic current
        dI_syn_in  pA/ms = 0    rise of the inhibitory current
        I_syn_in   pA = 0       inhibitory synaptic current
        V_m' = (E_L - V_m)/tau_m + (I_syn_ex + I_syn_in + I + I_e)/C_m
        dI_syn_ex' = -dI_syn_ex/tau_syn_ex
        I_syn_ex'  = dI_syn_ex - I_syn_ex/tau_syn_ex
        dI_syn_in' = -dI_syn_in/tau_syn_in
        I_syn_in'  = dI_syn_in - I_syn_in/tau_syn_in
input   I          pA        current from stimuli and gap junctions
receive ex         pA { dI_syn_ex += exp(1)/tau_syn_ex*weight }   peak of the excitatory current
        in         pA { dI_syn_in += exp(1)/tau_syn_in*weight }   peak of the inhibitory current, negative
spike when V_m >= V_th { V_m = V_reset }
refractory t_ref holding V_m
