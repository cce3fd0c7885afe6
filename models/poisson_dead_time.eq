generator poisson_dead_time "Poisson spike source with dead time"
source  Deger, Helias, Boucsein & Rotter 2012, J Comput Neurosci 32:443
doc     A renewal process that is silent for the dead time after each spike and fires
        like a Poisson process otherwise, so that the mean rate is as given.
param   rate      10 Hz   mean rate; below 1/dead_time
        dead_time 2 ms    silence after a spike
let     hazard = rate/(1 - rate*dead_time)
spike when uniform() < -expm1(-hazard*dt)
refractory dead_time holding nothing
