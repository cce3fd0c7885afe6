neuron  glif_lif_r "GLIF level 2: biologically defined reset rules"
source  Teeter et al. 2018, Nat Commun 9:709
        Allen Institute for Brain Science 2017, GLIF models, technical white paper
doc     A spike leaves a part of the potential and raises the threshold, which falls
        back exponentially; while refractory, all is held.
        Names and defaults are those of NEST's glif_psc. Each event causes a
        current t/tau*exp(1 - t/tau) times its weight, of either sign.
param   C_m            58.72 pF     membrane capacitance
        g              9.43 nS      membrane conductance
        E_L            -78.85 mV    resting potential
        V_th           -51.68 mV    threshold without adaptation
        voltage_reset_fraction 0.2  part of the potential above rest that a spike leaves
        voltage_reset_add 18.51 mV  what a spike adds to that part
        th_spike_add   0.37 mV      rise of the threshold at a spike
        th_spike_decay 0.009 1/ms   decay of that rise
        t_ref          3.75 ms      absolute refractory period
        tau_syn        2 ms         rise time of the synaptic current
        I_e            0 pA         constant current
state   V_m            mV = E_L     membrane potential
        dI_syn         pA/ms = 0    rise of the synaptic current
        I_syn          pA = 0       synaptic current
        th_spike       mV = 0       rise of the threshold by spikes
        C_m V_m' = g*(E_L - V_m) + I_syn + I + I_e
        dI_syn' = -dI_syn/tau_syn
        I_syn'  = dI_syn - I_syn/tau_syn
        th_spike' = -th_spike_decay*th_spike
input   I              pA           current from stimuli and gap junctions
receive syn            pA { dI_syn += exp(1)/tau_syn*weight }   peak of the synaptic current
spike when V_m > V_th + th_spike {
    V_m = E_L + voltage_reset_fraction*(V_m - E_L) + voltage_reset_add
    th_spike = th_spike_add + exp(-th_spike_decay*t_ref)*th_spike
}
refractory t_ref holding V_m, th_spike
