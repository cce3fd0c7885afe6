neuron  eif_psc_exp "Exponential integrate-and-fire, exponential currents"
source  Fourcaud-Trocmé, Hansel, van Vreeswijk & Brunel 2003, J Neurosci 23:11628
doc     The parameters are those fitted to the Wang-Buzsáki neuron, for a membrane of
        25000 um2. Each event adds its weight to a current that decays exponentially;
        weights of the inhibitory receptor are negative.
param   C_m        250 pF      membrane capacitance
        g_L        25 nS       leak conductance
        E_L        -65 mV      leak reversal potential
        V_th       -59.9 mV    threshold of the exponential rise
        Delta_T    3.48 mV     slope of the exponential rise, above 0
        V_peak     -30 mV      potential at which a spike is detected
        V_reset    -68 mV      potential after a spike
        t_ref      1.7 ms      absolute refractory period
        tau_syn_ex 2 ms        decay of the excitatory current
        tau_syn_in 2 ms        decay of the inhibitory current
        I_e        0 pA        constant current
state   V_m        mV = E_L    membrane potential
        I_syn_ex   pA = 0      excitatory synaptic current
        I_syn_in   pA = 0      inhibitory synaptic current
        C_m V_m' = g_L*(E_L - V) + g_L*Delta_T*exp((V - V_th)/Delta_T)
                   + I_syn_ex + I_syn_in + I + I_e
        tau_syn_ex I_syn_ex' = -I_syn_ex
        tau_syn_in I_syn_in' = -I_syn_in
input   I          pA          current from stimuli and gap junctions
receive ex         pA { I_syn_ex += weight }   excitatory current
        in         pA { I_syn_in += weight }   inhibitory current, of negative weights
let     V = min(V_m, V_peak)
spike when V_m >= V_peak { V_m = V_reset }
refractory t_ref holding V_m
