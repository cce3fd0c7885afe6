synapse graded "Graded synapse"
source  Abbott & Marder 1998, in Koch & Segev (eds), Methods in neuronal modeling, MIT Press, ch. 10
        Prinz, Bucher & Marder 2004, Nat Neurosci 7:1345
doc     Release follows the presynaptic potential: the activation s goes to
        1/(1 + exp((V_half - V)/Delta)) with the time constant (1 - that)/k_minus. The
        defaults are those of a glutamatergic synapse of the pyloric network. The weight is
        the conductance in units of g.
param   g        1 nS         conductance of weight 1
        E_syn    -70 mV       reversal potential
        V_half   -35 mV       potential of half activation
        Delta    5 mV         width of activation
        k_minus  0.025 1/ms   rate of unbinding
reads   V_m_pre  mV           potential of the source
        V_m_post mV           potential of the target
pre     s 1 = 0               activation
        s' = k_minus*(ratio*(1 - s) - s)
let     ratio = exp((V_m_pre - V_half)/Delta)
couple  weight*g*s*(E_syn - V_m_post)
