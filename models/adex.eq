neuron  adex "Adaptive exponential integrate-and-fire"
source  Brette & Gerstner 2005, J Neurophysiol 94:3637
doc     Driven by currents alone; aeif_cond_exp and its kin have synapses. The
        exponential stops growing at V_peak, where the spike is detected. Names and
        defaults are those of NEST's family aeif.
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
state   V_m        mV = E_L    membrane potential
        w          pA = 0      adaptation current
        C_m V_m' = g_L*(E_L - V) + g_L*Delta_T*exp((V - V_th)/Delta_T) - w + I + I_e
        tau_w w' = a*(V - E_L) - w
input   I          pA          current from stimuli and gap junctions
let     V = min(V_m, V_peak)
spike when V_m >= V_peak { V_m = V_reset; w += b }
refractory t_ref holding V_m
