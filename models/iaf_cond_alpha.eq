neuron  iaf_cond_alpha "Leaky integrate-and-fire, alpha-shaped conductances"
source  Meffin, Burkitt & Grayden 2004, J Comput Neurosci 16:159
        Bernander, Douglas, Martin & Koch 1991, PNAS 88:11569
        Kuhn, Aertsen & Rotter 2004, J Neurosci 24:2345
doc     Each event causes a conductance t/tau*exp(1 - t/tau) times its weight, which
        is thus the peak and positive for both receptors. Names and defaults are NEST's.
param   C_m        250 pF      membrane capacitance
        g_L        16.6667 nS  leak conductance
        E_L        -70 mV      leak reversal potential
        E_ex       0 mV        excitatory reversal potential
        E_in       -85 mV      inhibitory reversal potential
        tau_syn_ex 0.2 ms      rise time of the excitatory conductance
        tau_syn_in 2 ms        rise time of the inhibitory conductance
        t_ref      2 ms        absolute refractory period
        V_th       -55 mV      spike threshold
        V_reset    -60 mV      potential after a spike
        I_e        0 pA        constant current
state   V_m        mV = E_L    membrane potential
        dg_ex      nS/ms = 0   rise of the excitatory conductance
        g_ex       nS = 0      excitatory conductance
        dg_in      nS/ms = 0   rise of the inhibitory conductance
        g_in       nS = 0      inhibitory conductance
        C_m V_m' = g_L*(E_L - V_m) + g_ex*(E_ex - V_m) + g_in*(E_in - V_m) + I + I_e
        dg_ex' = -dg_ex/tau_syn_ex
        g_ex'  = dg_ex - g_ex/tau_syn_ex
        dg_in' = -dg_in/tau_syn_in
        g_in'  = dg_in - g_in/tau_syn_in
input   I          pA          current from stimuli and gap junctions
receive ex         nS { dg_ex += exp(1)/tau_syn_ex*weight }   peak of the excitatory conductance
        in         nS { dg_in += exp(1)/tau_syn_in*weight }   peak of the inhibitory conductance
spike when V_m >= V_th { V_m = V_reset }
refractory t_ref holding V_m
