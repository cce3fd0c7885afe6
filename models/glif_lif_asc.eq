neuron  glif_lif_asc "GLIF level 3: after-spike currents"
source  Teeter et al. 2018, Nat Commun 9:709
        Allen Institute for Brain Science 2017, GLIF models, technical white paper
doc     A spike starts two currents that decay exponentially; while refractory, they
        are held.
        Names and defaults are those of NEST's glif_psc. Each event causes a
        current t/tau*exp(1 - t/tau) times its weight, of either sign.
param   C_m            58.72 pF     membrane capacitance
        g              9.43 nS      membrane conductance
        E_L            -78.85 mV    resting potential
        V_th           -51.68 mV    threshold without adaptation
        V_reset        -78.85 mV    potential after a spike
        asc_amp_1      -9.18 pA     first current started by a spike
        asc_decay_1    0.003 1/ms   its decay
        asc_r_1        1            part of it that outlasts the next spike
        asc_amp_2      -198.94 pA   second current started by a spike
        asc_decay_2    0.1 1/ms     its decay
        asc_r_2        1            part of it that outlasts the next spike
        t_ref          3.75 ms      absolute refractory period
        tau_syn        2 ms         rise time of the synaptic current
        I_e            0 pA         constant current
state   V_m            mV = E_L     membrane potential
        dI_syn         pA/ms = 0    rise of the synaptic current
        I_syn          pA = 0       synaptic current
        asc_1          pA = 0       first after-spike current
        asc_2          pA = 0       second after-spike current
        C_m V_m' = g*(E_L - V_m) + asc_1 + asc_2 + I_syn + I + I_e
        dI_syn' = -dI_syn/tau_syn
        I_syn'  = dI_syn - I_syn/tau_syn
        asc_1' = -asc_decay_1*asc_1
        asc_2' = -asc_decay_2*asc_2
input   I              pA           current from stimuli and gap junctions
receive syn            pA { dI_syn += exp(1)/tau_syn*weight }   peak of the synaptic current
spike when V_m > V_th {
    V_m = V_reset
    asc_1 = asc_amp_1 + asc_r_1*exp(-asc_decay_1*t_ref)*asc_1
    asc_2 = asc_amp_2 + asc_r_2*exp(-asc_decay_2*t_ref)*asc_2
}
refractory t_ref holding V_m, asc_1, asc_2
