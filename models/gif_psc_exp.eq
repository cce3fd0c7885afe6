neuron  gif_psc_exp "Generalised integrate-and-fire, exponential currents"
source  Mensi, Naud, Pozzorini, Avermann, Petersen & Gerstner 2012, J Neurophysiol 107:1756
        Pozzorini, Mensi, Hagens, Naud, Koch & Gerstner 2015, PLoS Comput Biol 11:e1004275
doc     Fires at random with a rate that grows exponentially with the distance to a
        threshold. Each spike raises the threshold and adds to an adaptation current, both
        with two time constants. Names are NEST's; the numbers are those of Mensi et al. for
        a layer 5 pyramidal cell. Weights of the inhibitory receptor are negative.
param   C_m        83.1 pF     membrane capacitance
        g_L        3.7 nS      leak conductance
        E_L        -67 mV      leak reversal potential
        V_reset    -36.7 mV    potential after a spike
        t_ref      4 ms        absolute refractory period
        V_T_star   -39.6 mV    base level of the threshold
        Delta_V    1.4 mV      stochasticity of the threshold
        lambda_0   1 Hz        rate of firing at the threshold
        q_sfa_1    11.7 mV     first step of the threshold at a spike
        tau_sfa_1  53.8 ms     its decay
        q_sfa_2    1.8 mV      second step of the threshold at a spike
        tau_sfa_2  640 ms      its decay
        q_stc_1    56.7 pA     first step of the adaptation current at a spike
        tau_stc_1  57.8 ms     its decay
        q_stc_2    -6.9 pA     second step of the adaptation current at a spike
        tau_stc_2  218.2 ms    its decay
        I_e        0 pA        constant current
        tau_syn_ex 10 ms       decay of the excitatory current
        tau_syn_in 2 ms        decay of the inhibitory current
state   V_m        mV = E_L    membrane potential
        I_syn_ex   pA = 0      excitatory synaptic current
        I_syn_in   pA = 0      inhibitory synaptic current
        C_m V_m' = g_L*(E_L - V_m) - stc_1 - stc_2 + I_syn_ex + I_syn_in + I + I_e
        tau_syn_ex I_syn_ex' = -I_syn_ex
        tau_syn_in I_syn_in' = -I_syn_in
        sfa_1      mV = 0      first part of the threshold's rise
        sfa_2      mV = 0      second part of the threshold's rise
        stc_1      pA = 0      first part of the adaptation current
        stc_2      pA = 0      second part of the adaptation current
        sfa_1' = -sfa_1/tau_sfa_1
        sfa_2' = -sfa_2/tau_sfa_2
        stc_1' = -stc_1/tau_stc_1
        stc_2' = -stc_2/tau_stc_2
input   I          pA          current from stimuli and gap junctions
receive ex         pA { I_syn_ex += weight }   excitatory current
        in         pA { I_syn_in += weight }   inhibitory current, of negative weights
let     threshold = V_T_star + sfa_1 + sfa_2
        lambda    = lambda_0*exp((V_m - threshold)/Delta_V)
spike when uniform() < -expm1(-lambda*dt) {
    V_m = V_reset
    sfa_1 += q_sfa_1; sfa_2 += q_sfa_2
    stc_1 += q_stc_1; stc_2 += q_stc_2
}
refractory t_ref holding V_m
