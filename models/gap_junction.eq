synapse gap_junction "Gap junction between neurons"
source  Hahne, Helias, Kunkel, Igarashi, Bolten, Frommer & Diesmann 2015, Front Neuroinform 9:22
doc     A conductance from the source's potential to the target's. Connect both ways for
        a symmetric junction. The weight is the conductance in units of g.
param   g        1 nS   conductance of weight 1
reads   V_m_pre  mV     potential of the source
        V_m_post mV     potential of the target
couple  weight*g*(V_m_pre - V_m_post)
