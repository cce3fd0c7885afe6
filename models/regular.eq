generator regular "Regular spike source"
source  Cox & Lewis 1966, The statistical analysis of series of events, Methuen
doc     Fires in equal intervals. Give each its own phase, for example at random, to
        keep many from firing at once.
param   rate  10 Hz    rate
        phase 0        part of an interval that has passed at time 0
state   cycle 1 = phase   part of the interval that has passed
        cycle' = rate
spike when cycle >= 1 { cycle -= 1 }
