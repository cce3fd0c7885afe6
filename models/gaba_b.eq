synapse gaba_b "GABA_B receptor, which opens potassium channels by G proteins"
source  Destexhe & Sejnowski 1995, PNAS 92:9515
        Destexhe, Bal, McCormick & Sejnowski 1996, J Neurophysiol 76:2049
doc     A spike releases a pulse of transmitter, as in two_state. Bound receptors activate
        G proteins, of which four open a channel: a few spikes open next to none, a burst
        opens many. The weight is the conductance of all channels in units of g.
param   g        1 nS        conductance of weight 1
        E_syn    -95 mV      reversal potential
        K_1      0.09 1/ms/mM  rate of binding
        K_2      0.0012 1/ms rate of unbinding
        K_3      0.18 1/ms   rate at which bound receptors activate G proteins
        K_4      0.034 1/ms  rate at which those become inactive
        K_d      100         dissociation of channels and G proteins, in the unit of G^4
        T_max    0.5 mM      transmitter during a pulse
        T_dur    0.3 ms      duration of a pulse
reads   V_m_post mV          potential of the target
pre     r    1 = 0           part of the receptors that is bound
        G    1 = 0           active G proteins, of no unit
        last ms = -1e9 ms    time of the last spike
        r' = K_1*T*(1 - r) - K_2*r
        G' = K_3*r - K_4*G
on pre  { last = t }
let     T = T_max if t - last < T_dur - dt/2 else 0
couple  weight*g*G^4/(G^4 + K_d)*(E_syn - V_m_post)
