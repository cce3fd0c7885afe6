neuron  intfire1 "Leaky integrator of NEURON, solved event by event"
source  Carnevale & Hines 2006, The NEURON book, Cambridge University Press, ch. 10
doc     NEURON's IntFire1: m decays, jumps by the weight of each event, and fires above 1.
        Events that arrive while it is refractory are lost. Spikes have exact times, off
        any grid.
param   tau    10 ms    decay of m
        refrac 5 ms     refractory period
state   m      1 = 0    activation
        tau m' = -m
receive syn    1 { m += weight }   step of the activation, of either sign
solve by events
spike when m > 1 { m = 0 }
refractory refrac holding m
