neuron  wang_buzsaki "Fast-spiking hippocampal interneuron"
source  Wang & Buzsáki 1996, J Neurosci 16:6402
doc     Per area of membrane. Sodium activation is instantaneous. A spike is the upward
        crossing of 0 mV. Its synapse is wang_buzsaki_gaba.
param   C_m    1 uF/cm2      membrane capacitance
        g_Na   35 mS/cm2     peak sodium conductance
        g_K    9 mS/cm2      peak potassium conductance
        g_L    0.1 mS/cm2    leak conductance
        E_Na   55 mV         sodium reversal potential
        E_K    -90 mV        potassium reversal potential
        E_L    -65 mV        leak reversal potential
        phi    5             speed of h and n
        I_e    0 uA/cm2      constant current
state   V_m    mV = -64 mV   membrane potential
        h      1 = alpha_h/(alpha_h + beta_h)   sodium inactivation
        n      1 = alpha_n/(alpha_n + beta_n)   potassium activation
        C_m V_m' = g_Na*m^3*h*(E_Na - V_m) + g_K*n^4*(E_K - V_m) + g_L*(E_L - V_m) + I + I_e
        h' = phi*(alpha_h*(1 - h) - beta_h*h)
        n' = phi*(alpha_n*(1 - n) - beta_n*n)
let     v       = V_m/mV
        alpha_m = linoid(-0.1*(v + 35))/ms
        beta_m  = 4*exp(-(v + 60)/18)/ms
        m       = alpha_m/(alpha_m + beta_m)
        alpha_h = 0.07*exp(-(v + 58)/20)/ms
        beta_h  = 1/(1 + exp(-0.1*(v + 28)))/ms
        alpha_n = 0.1*linoid(-0.1*(v + 34))/ms
        beta_n  = 0.125*exp(-(v + 44)/80)/ms
input   I      uA/cm2        current density from stimuli and synapses
spike when V_m > 0
