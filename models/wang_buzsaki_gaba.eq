synapse wang_buzsaki_gaba "Inhibitory synapse of the Wang-Buzsáki network"
source  Wang & Buzsáki 1996, J Neurosci 16:6402
doc     Release follows the presynaptic potential. The weight is the conductance in units
        of g_syn: the paper's 0.1 mS/cm2, shared among N sources, is the weight 0.1/N.
param   g_syn    1 mS/cm2   conductance of weight 1
        E_syn    -75 mV     reversal potential
        alpha    12 1/ms    rate of binding
        beta     0.1 1/ms   rate of unbinding
        theta    0 mV       potential of half release
reads   V_m_pre  mV         potential of the source
        V_m_post mV         potential of the target
pre     s 1 = 0             activation
        s' = alpha*release*(1 - s) - beta*s
let     release = 1/(1 + exp((theta - V_m_pre)/(2 mV)))
couple  weight*g_syn*s*(E_syn - V_m_post)
