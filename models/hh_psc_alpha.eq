neuron  hh_psc_alpha "Hodgkin-Huxley, alpha-shaped currents"
source  Hodgkin & Huxley 1952, J Physiol 117:500
        Dayan & Abbott 2001, Theoretical neuroscience, MIT Press, ch. 5
        Rotter & Diesmann 1999, Biol Cybern 81:381
doc     Names and defaults are NEST's. A spike is the upward crossing of 0 mV; NEST takes
        the peak that follows, a fraction of a millisecond later. Each event causes a
        current t/tau*exp(1 - t/tau) times its weight; inhibitory weights are negative.
param   C_m        100 pF      membrane capacitance
        g_Na       12000 nS    peak sodium conductance
        g_K        3600 nS     peak potassium conductance
        g_L        30 nS       leak conductance
        E_Na       50 mV       sodium reversal potential
        E_K        -77 mV      potassium reversal potential
        E_L        -54.402 mV  leak reversal potential
        t_ref      2 ms        shortest time between spikes
        tau_syn_ex 0.2 ms      rise time of the excitatory current
        tau_syn_in 2 ms        rise time of the inhibitory current
        I_e        0 pA        constant current
state   V_m        mV = -65 mV membrane potential
        m          1 = alpha_m/(alpha_m + beta_m)   sodium activation
        h          1 = alpha_h/(alpha_h + beta_h)   sodium inactivation
        n          1 = alpha_n/(alpha_n + beta_n)   potassium activation
        dI_syn_ex  pA/ms = 0   rise of the excitatory current
        I_syn_ex   pA = 0      excitatory synaptic current
        dI_syn_in  pA/ms = 0   rise of the inhibitory current
        I_syn_in   pA = 0      inhibitory synaptic current
        C_m V_m' = g_Na*m^3*h*(E_Na - V_m) + g_K*n^4*(E_K - V_m) + g_L*(E_L - V_m)
                   + I_syn_ex + I_syn_in + I + I_e
        m' = alpha_m*(1 - m) - beta_m*m
        h' = alpha_h*(1 - h) - beta_h*h
        n' = alpha_n*(1 - n) - beta_n*n
        dI_syn_ex' = -dI_syn_ex/tau_syn_ex
        I_syn_ex'  = dI_syn_ex - I_syn_ex/tau_syn_ex
        dI_syn_in' = -dI_syn_in/tau_syn_in
        I_syn_in'  = dI_syn_in - I_syn_in/tau_syn_in
let     v       = V_m/mV
        alpha_m = linoid(-(v + 40)/10)/ms
        beta_m  = 4*exp(-(v + 65)/18)/ms
        alpha_h = 0.07*exp(-(v + 65)/20)/ms
        beta_h  = 1/(1 + exp(-(v + 35)/10))/ms
        alpha_n = 0.1*linoid(-(v + 55)/10)/ms
        beta_n  = 0.125*exp(-(v + 65)/80)/ms
input   I          pA          current from stimuli and gap junctions
receive ex         pA { dI_syn_ex += exp(1)/tau_syn_ex*weight }   peak of the excitatory current
        in         pA { dI_syn_in += exp(1)/tau_syn_in*weight }   peak of the inhibitory current, negative
spike when V_m > 0
refractory t_ref holding nothing
