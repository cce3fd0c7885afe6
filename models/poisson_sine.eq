generator poisson_sine "Poisson spike source with a sinusoidal rate"
source  Cox & Lewis 1966, The statistical analysis of series of events, Methuen
doc     At most one spike a step. Where the depth is above 1 the rate is cut off at 0.
param   rate      10 Hz    mean rate
        depth     1        modulation: 0 none, 1 down to silence
        frequency 1 Hz     of the modulation
        phase     0 rad    of the modulation at time 0
        start     0 ms     when it begins
        stop      inf ms   when it ends
let     now = rate*max(0, 1 + depth*sin(2*pi*frequency*t + phase))
spike when t >= start and t < stop and uniform() < -expm1(-now*dt)
