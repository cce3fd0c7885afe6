neuron  glif_lif_r_asc_a "GLIF level 5: reset rules, after-spike currents and a threshold that follows the potential"
source  Teeter et al. 2018, Nat Commun 9:709
        Allen Institute for Brain Science 2017, GLIF models, technical white paper
doc     A spike leaves a part of the potential, raises the threshold and starts two
        currents; the threshold also rises with the potential. While refractory, all is held.
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
        asc_amp_1      -9.18 pA     first current started by a spike
        asc_decay_1    0.003 1/ms   its decay
        asc_r_1        1            part of it that outlasts the next spike
        asc_amp_2      -198.94 pA   second current started by a spike
        asc_decay_2    0.1 1/ms     its decay
        asc_r_2        1            part of it that outlasts the next spike
        th_voltage_index 0.005 1/ms rise of the threshold with the potential
        th_voltage_decay 0.09 1/ms  decay of that rise
        t_ref          3.75 ms      absolute refractory period
        tau_syn        2 ms         rise time of the synaptic current
        I_e            0 pA         constant current
state   V_m            mV = E_L     membrane potential
        dI_syn         pA/ms = 0    rise of the synaptic current
        I_syn          pA = 0       synaptic current
        asc_1          pA = 0       first after-spike current
        asc_2          pA = 0       second after-spike current
        th_spike       mV = 0       rise of the threshold by spikes
        th_voltage     mV = 0       rise of the threshold by the potential
        C_m V_m' = g*(E_L - V_m) + asc_1 + asc_2 + I_syn + I + I_e
        dI_syn' = -dI_syn/tau_syn
        I_syn'  = dI_syn - I_syn/tau_syn
        asc_1' = -asc_decay_1*asc_1
        asc_2' = -asc_decay_2*asc_2
        th_spike' = -th_spike_decay*th_spike
        th_voltage' = th_voltage_index*(V_m - E_L) - th_voltage_decay*th_voltage
input   I              pA           current from stimuli and gap junctions
receive syn            pA { dI_syn += exp(1)/tau_syn*weight }   peak of the synaptic current
spike when V_m > V_th + th_spike + th_voltage {
    V_m = E_L + voltage_reset_fraction*(V_m - E_L) + voltage_reset_add
    asc_1 = asc_amp_1 + asc_r_1*exp(-asc_decay_1*t_ref)*asc_1
    asc_2 = asc_amp_2 + asc_r_2*exp(-asc_decay_2*t_ref)*asc_2
    th_spike = th_spike_add + exp(-th_spike_decay*t_ref)*th_spike
}
refractory t_ref holding V_m, asc_1, asc_2, th_spike, th_voltage
