neuron  aeif_cond_exp "Adaptive exponential integrate-and-fire, exponential conductances"
source  Brette & Gerstner 2005, J Neurophysiol 94:3637
doc     Each event adds its weight, which is positive for both receptors, to a
        conductance that decays exponentially. The exponential stops growing at V_peak,
        where the spike is detected. Names and defaults are NEST's.
param   C_m        281 pF      membrane capacitance
        g_L        30 nS       leak conductance
        E_L        -70.6 mV    leak reversal potential
        V_th       -50.4 mV    threshold of the exponential rise
        Delta_T    2 mV        slope of the exponential rise, above 0
        V_peak     0 mV        potential at which a spike is detected
        V_reset    -60 mV      potential after a spike
        t_ref      0 ms        absolute refractory period
        tau_w      144 ms      time constant of adaptation
        a          4 nS        adaptation to the potential
        b          80.5 pA     adaptation to each spike
        I_e        0 pA        constant current
        E_ex       0 mV        excitatory reversal potential
        E_in       -85 mV      inhibitory reversal potential
        tau_syn_ex 0.2 ms      decay of the excitatory conductance
        tau_syn_in 2 ms        decay of the inhibitory conductance
state   V_m        mV = E_L    membrane potential
        w          pA = 0      adaptation current
        g_ex       nS = 0      excitatory conductance
        g_in       nS = 0      inhibitory conductance
        C_m V_m' = g_L*(E_L - V) + g_L*Delta_T*exp((V - V_th)/Delta_T) - w
                   + g_ex*(E_ex - V) + g_in*(E_in - V) + I + I_e
        tau_w w' = a*(V - E_L) - w
        tau_syn_ex g_ex' = -g_ex
        tau_syn_in g_in' = -g_in
input   I          pA          current from stimuli and gap junctions
receive ex         nS { g_ex += weight }   excitatory conductance
        in         nS { g_in += weight }   inhibitory conductance
let     V = min(V_m, V_peak)
spike when V_m >= V_peak { V_m = V_reset; w += b }
refractory t_ref holding V_m
