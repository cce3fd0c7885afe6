neuron  hodgkin_huxley "Squid giant axon, space-clamped"
source  Hodgkin & Huxley 1952, J Physiol 117:500
doc     At 6.3 degC, per area of membrane, in the modern sign and with rest near -65 mV.
        A spike is the upward crossing of 0 mV.
param   C_m    1 uF/cm2      membrane capacitance
        g_Na   120 mS/cm2    peak sodium conductance
        g_K    36 mS/cm2     peak potassium conductance
        g_L    0.3 mS/cm2    leak conductance
        E_Na   50 mV         sodium reversal potential
        E_K    -77 mV        potassium reversal potential
        E_L    -54.387 mV    leak reversal potential
        I_e    0 uA/cm2      constant current
state   V_m    mV = -65 mV   membrane potential
        m      1 = alpha_m/(alpha_m + beta_m)   sodium activation
        h      1 = alpha_h/(alpha_h + beta_h)   sodium inactivation
        n      1 = alpha_n/(alpha_n + beta_n)   potassium activation
        C_m V_m' = g_Na*m^3*h*(E_Na - V_m) + g_K*n^4*(E_K - V_m) + g_L*(E_L - V_m) + I + I_e
        m' = alpha_m*(1 - m) - beta_m*m
        h' = alpha_h*(1 - h) - beta_h*h
        n' = alpha_n*(1 - n) - beta_n*n
let     v       = V_m/mV
        alpha_m = linoid(-(v + 40)/10)/ms
        beta_m  = 4*exp(-(v + 65)/18)/ms
        alpha_h = 0.07*exp(-(v + 65)/20)/ms
        beta_h  = 1/(1 + exp(-(v + 35)/10))/ms
        alpha_n = 0.1*linoid(-(v + 55)/10)/ms
        beta_n  = 0.125*exp(-(v + 65)/80)/ms
input   I      uA/cm2        current density from stimuli
spike when V_m > 0
