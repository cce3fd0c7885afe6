generator poisson "Poisson spike source"
source  Cox & Lewis 1966, The statistical analysis of series of events, Methuen
doc     At most one spike a step, with the probability that a Poisson process has at least
        one. To drive a neuron with the sum of many sources use the stimulus poisson_drive.
param   rate   10 Hz    mean rate
        start  0 ms     when it begins
        stop   inf ms   when it ends
spike when t >= start and t < stop and uniform() < -expm1(-rate*dt)
