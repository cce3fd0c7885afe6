neuron  morris_lecar "Barnacle muscle fibre"
source  Morris & Lecar 1981, Biophys J 35:193
        Rinzel & Ermentrout 1998, in Koch & Segev (eds), Methods in neuronal modeling, MIT Press, ch. 7
doc     Per area of membrane, with the parameters of the Hopf regime in Rinzel &
        Ermentrout, table 7.1. A spike is the upward crossing of 0 mV.
param   C_m    20 uF/cm2     membrane capacitance
        g_Ca   4.4 mS/cm2    peak calcium conductance
        g_K    8 mS/cm2      peak potassium conductance
        g_L    2 mS/cm2      leak conductance
        E_Ca   120 mV        calcium reversal potential
        E_K    -84 mV        potassium reversal potential
        E_L    -60 mV        leak reversal potential
        V_1    -1.2 mV       potential of half calcium activation
        V_2    18 mV         width of calcium activation
        V_3    2 mV          potential of half potassium activation
        V_4    30 mV         width of potassium activation
        phi    0.04 1/ms     slowest rate of potassium activation
        I_e    0 uA/cm2      constant current
state   V_m    mV = -60 mV   membrane potential
        w      1 = w_inf     potassium activation
        C_m V_m' = g_Ca*m_inf*(E_Ca - V_m) + g_K*w*(E_K - V_m) + g_L*(E_L - V_m) + I + I_e
        w' = phi*cosh((V_m - V_3)/(2*V_4))*(w_inf - w)
let     m_inf = 0.5*(1 + tanh((V_m - V_1)/V_2))
        w_inf = 0.5*(1 + tanh((V_m - V_3)/V_4))
input   I      uA/cm2        current density from stimuli
spike when V_m > 0
