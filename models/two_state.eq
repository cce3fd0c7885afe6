synapse two_state "Receptor of two states, opened by pulses of transmitter"
source  Destexhe, Mainen & Sejnowski 1994, Neural Comput 6:14
        Destexhe, Bal, McCormick & Sejnowski 1996, J Neurophysiol 76:2049
doc     A spike releases a pulse of transmitter; one that falls into a pulse begins it anew.
        The defaults are those of GABA_A receptors in the thalamus. AMPA receptors
        have alpha 0.94 /(mM ms), beta 0.18 /ms, E_syn 0 mV. The weight is the conductance of all
        receptors in units of g. Pulses are whole steps.
param   g        1 nS        conductance of weight 1
        E_syn    -85 mV      reversal potential
        alpha    20 1/ms/mM  rate of binding
        beta     0.162 1/ms  rate of unbinding
        T_max    0.5 mM      transmitter during a pulse
        T_dur    0.3 ms      duration of a pulse
reads   V_m_post mV          potential of the target
pre     r    1 = 0           part of the receptors that is open
        last ms = -1e9 ms    time of the last spike
        r' = alpha*T*(1 - r) - beta*r
on pre  { last = t }
let     T = T_max if t - last < T_dur - dt/2 else 0
couple  weight*g*r*(E_syn - V_m_post)
