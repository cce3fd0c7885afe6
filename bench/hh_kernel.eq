stimulus hh_gates "Channels of the squid axon at a given potential"
source  Hodgkin & Huxley 1952, J Physiol 117:500
doc     What a compartment with these channels costs in each step but for the solution of the
        cable equation: three gates by exponential Euler from six rates, and the current.
        Nine exponentials and six divisions a lane.
state   v     mV = -65 mV  membrane potential: it stays as it is
        m     1 = 0.05     sodium activation
        h     1 = 0.6      sodium inactivation
        n     1 = 0.32     potassium activation
        m' = alpha_m*(1 - m) - beta_m*m
        h' = alpha_h*(1 - h) - beta_h*h
        n' = alpha_n*(1 - n) - beta_n*n
let     u       = v/mV
        alpha_m = linoid(-(u + 40)/10)/ms
        beta_m  = 4*exp(-(u + 65)/18)/ms
        alpha_h = 0.07*exp(-(u + 65)/20)/ms
        beta_h  = 1/(1 + exp(-(u + 35)/10))/ms
        alpha_n = 0.1*linoid(-(u + 55)/10)/ms
        beta_n  = 0.125*exp(-(u + 65)/80)/ms
inject  120*m^3*h*(u - 50) + 36*n^4*(u + 77) + 0.3*(u + 54.387)
