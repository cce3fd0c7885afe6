neuron  cuba "Leaky integrate-and-fire of the CUBA benchmark"
source  Vogels & Abbott 2005, J Neurosci 25:10786
        Brette et al. 2007, J Comput Neurosci 23:349, benchmark 2
doc     Synaptic currents are given as the potentials they would cause, in mV. Weights
        of the inhibitory receptor are negative: 1.62 mV and -9 mV in the benchmark.
param   tau_m      20 ms     membrane time constant
        tau_syn_ex 5 ms      decay of the excitatory current
        tau_syn_in 10 ms     decay of the inhibitory current
        t_ref      5 ms      absolute refractory period
        E_L        -49 mV    resting potential, above threshold: the network drives itself
        V_th       -50 mV    spike threshold
        V_reset    -60 mV    potential after a spike
        R_m        100 Mohm  input resistance, for currents of stimuli
state   V_m        mV = V_reset   membrane potential
        g_ex       mV = 0         excitatory current times the input resistance
        g_in       mV = 0         inhibitory current times the input resistance
        tau_m V_m' = g_ex + g_in + R_m*I - (V_m - E_L)
        tau_syn_ex g_ex' = -g_ex
        tau_syn_in g_in' = -g_in
input   I          pA        current from stimuli and gap junctions
receive ex         mV { g_ex += weight }   excitatory current
        in         mV { g_in += weight }   inhibitory current, of negative weights
spike when V_m > V_th { V_m = V_reset }
refractory t_ref holding V_m
