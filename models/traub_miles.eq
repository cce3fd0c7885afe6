neuron  traub_miles "Traub-Miles neuron of the COBAHH benchmark"
source  Traub & Miles 1991, Neuronal networks of the hippocampus, Cambridge University Press
        Brette et al. 2007, J Comput Neurosci 23:349, benchmark 3
doc     A membrane of 20000 um2. It fires without input, since E_L lies above its
        threshold. Each event adds its weight, which is positive for both receptors, to a
        conductance that decays exponentially: 6 nS and 67 nS in the benchmark. A spike is
        the upward crossing of -20 mV.
param   C_m        200 pF    membrane capacitance
        g_Na       20000 nS  peak sodium conductance
        g_K        6000 nS   peak potassium conductance
        g_L        10 nS     leak conductance
        E_Na       50 mV     sodium reversal potential
        E_K        -90 mV    potassium reversal potential
        E_L        -60 mV    leak reversal potential
        E_ex       0 mV      excitatory reversal potential
        E_in       -80 mV    inhibitory reversal potential
        V_T        -63 mV    shift of the rates along the potential
        V_th       -20 mV    potential at which a spike is detected
        t_ref      3 ms      shortest time between spikes
        tau_syn_ex 5 ms      decay of the excitatory conductance
        tau_syn_in 10 ms     decay of the inhibitory conductance
        I_e        0 pA      constant current
state   V_m        mV = E_L  membrane potential
        m          1 = 0     sodium activation
        h          1 = 0     sodium inactivation
        n          1 = 0     potassium activation
        g_ex       nS = 0    excitatory conductance
        g_in       nS = 0    inhibitory conductance
        C_m V_m' = g_L*(E_L - V_m) + g_ex*(E_ex - V_m) + g_in*(E_in - V_m)
                   - g_Na*m^3*h*(V_m - E_Na) - g_K*n^4*(V_m - E_K) + I + I_e
        m' = alpha_m*(1 - m) - beta_m*m
        h' = alpha_h*(1 - h) - beta_h*h
        n' = alpha_n*(1 - n) - beta_n*n
        tau_syn_ex g_ex' = -g_ex
        tau_syn_in g_in' = -g_in
let     u       = (V_m - V_T)/mV
        alpha_m = 1.28*linoid((13 - u)/4)/ms
        beta_m  = 1.4*linoid((u - 40)/5)/ms
        alpha_h = 0.128*exp((17 - u)/18)/ms
        beta_h  = 4/(1 + exp((40 - u)/5))/ms
        alpha_n = 0.16*linoid((15 - u)/5)/ms
        beta_n  = 0.5*exp((10 - u)/40)/ms
input   I          pA        current from stimuli and gap junctions
receive ex         nS { g_ex += weight }   excitatory conductance
        in         nS { g_in += weight }   inhibitory conductance
spike when V_m > V_th
refractory t_ref holding nothing
