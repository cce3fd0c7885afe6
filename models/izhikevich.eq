neuron  izhikevich "Izhikevich's simple model"
source  Izhikevich 2003, IEEE Trans Neural Netw 14:1569
doc     The published model has no units but mV and ms; here its numbers carry those that
        make it consistent. A current of 1 pA changes the potential by 1 mV/ms, as
        published. Each event moves the potential by its weight at once. Names and
        defaults are NEST's. The published figures were made with steps of 1 ms and
        two Euler half-steps for V_m; a finer step gives other spike times.
param   a       0.02 1/ms    rate of recovery
        b       0.2 1/ms     sensitivity of recovery to the potential
        c       -65 mV       potential after a spike
        d       8 mV/ms      step of recovery at a spike
        V_th    30 mV        potential at which a spike is cut off
        C_m     1 pF         capacitance that makes 1 pA be 1 mV/ms
        I_e     0 pA         constant current
state   V_m     mV = c        membrane potential
        U_m     mV/ms = b*V_m   recovery
        V_m' = 0.04*V_m^2/(mV*ms) + 5*V_m/ms + 140 mV/ms - U_m + (I + I_e)/C_m
        U_m' = a*(b*V_m - U_m)
input   I       pA           current from stimuli and gap junctions
receive syn     mV { V_m += weight }   step of the potential, of either sign
spike when V_m >= V_th { V_m = c; U_m += d }
