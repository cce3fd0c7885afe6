neuron  qif_psc_exp "Quadratic integrate-and-fire, exponential currents"
source  Latham, Richmond, Nelson & Nirenberg 2000, J Neurophysiol 83:808
doc     At rest the membrane leaks with g_L; at V_th it is unstable with the same
        slope. Each event adds its weight to a current that decays exponentially; weights
        of the inhibitory receptor are negative.
param   C_m        250 pF     membrane capacitance
        g_L        25 nS      leak conductance at rest
        E_L        -65 mV     resting potential
        V_th       -50 mV     potential above which it runs away
        V_peak     20 mV      potential at which a spike is detected
        V_reset    -80 mV     potential after a spike
        t_ref      0 ms       absolute refractory period
        tau_syn_ex 2 ms       decay of the excitatory current
        tau_syn_in 2 ms       decay of the inhibitory current
        I_e        0 pA       constant current
state   V_m        mV = E_L   membrane potential
        I_syn_ex   pA = 0     excitatory synaptic current
        I_syn_in   pA = 0     inhibitory synaptic current
        C_m V_m' = g_L*(V_m - E_L)*(V_m - V_th)/(V_th - E_L) + I_syn_ex + I_syn_in + I + I_e
        tau_syn_ex I_syn_ex' = -I_syn_ex
        tau_syn_in I_syn_in' = -I_syn_in
input   I          pA         current from stimuli and gap junctions
receive ex         pA { I_syn_ex += weight }   excitatory current
        in         pA { I_syn_in += weight }   inhibitory current, of negative weights
spike when V_m >= V_peak { V_m = V_reset }
refractory t_ref holding V_m
