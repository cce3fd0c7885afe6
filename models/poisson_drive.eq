stimulus poisson_drive "Sum of many Poisson sources, each target its own"
source  Brunel 2000, J Comput Neurosci 8:183
doc     Adds to the receptor what a Poisson process sends in each step, any number of
        events at once.
param   rate   1000 Hz   rate of all sources together
        weight 1 weight  of each event
        start  0 ms      when it begins
        stop   inf ms    when it ends
inject  weight*poisson(rate*dt) if t >= start and t < stop else 0
