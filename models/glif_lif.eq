neuron  glif_lif "GLIF level 1: leaky integrate-and-fire"
source  Teeter et al. 2018, Nat Commun 9:709
        Allen Institute for Brain Science 2017, GLIF models, technical white paper
doc     The first of the Allen Institute's generalised leaky integrate-and-fire models.
        Names and defaults are those of NEST's glif_psc. Each event causes a
        current t/tau*exp(1 - t/tau) times its weight, of either sign.
param   C_m            58.72 pF     membrane capacitance
        g              9.43 nS      membrane conductance
        E_L            -78.85 mV    resting potential
        V_th           -51.68 mV    threshold without adaptation
        V_reset        -78.85 mV    potential after a spike
        t_ref          3.75 ms      absolute refractory period
        tau_syn        2 ms         rise time of the synaptic current
        I_e            0 pA         constant current
state   V_m            mV = E_L     membrane potential
        dI_syn         pA/ms = 0    rise of the synaptic current
        I_syn          pA = 0       synaptic current
        C_m V_m' = g*(E_L - V_m) + I_syn + I + I_e
        dI_syn' = -dI_syn/tau_syn
        I_syn'  = dI_syn - I_syn/tau_syn
input   I              pA           current from stimuli and gap junctions
receive syn            pA { dI_syn += exp(1)/tau_syn*weight }   peak of the synaptic current
spike when V_m > V_th { V_m = V_reset }
refractory t_ref holding V_m
