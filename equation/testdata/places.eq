synapse places "what lives where"
param   tau   20 ms     time constant
state   c     1         eligibility
        c' = -c/tau
pre     x     1         trace
        tau x' = -x + c                            # want 18: x lives once per presynaptic neuron and cannot read c; declare x under state to have one per connection
post    y     1         trace
        tau y' = -y
volume  n     1         modulator
        tau n' = -n + x                            # want 18: n lives once per projection and cannot read x; declare n under state to have one per connection
reads   V_post mV       potential of the target
        V      mV       whose                      # want 9: reads V does not say of which neuron, want a name that ends in _pre or _post
        weight mV       word                       # want 9: weight has a meaning in the language, want another name
on pre {
    x += 1
    y += 1                                         # want 5: on pre changes y, which lives once per postsynaptic neuron; change it in an event of its own side
    c += y + n + V_post/mV
    x = weight                                     # want 9: x lives once per presynaptic neuron and cannot read weight; declare x under state to have one per connection
    V_post = 0                                     # want 5: V_post is a state of the neuron and cannot change, want a state
    deliver weight*V_post                          # want 13: weight*V_post has unit mV, want a pure number, in the unit of weight
}
on pre { c = 0 }                                   # want 4: a second on pre, want one
on volume { n += 1; c += 1; deliver weight }       # want 21: on volume changes c, which lives once per connection; change it in an event of its own side # want 29: on volume delivers nothing; deliver in on pre or on post of a synapse
on spike { c = 0 }                                 # want 4: unexpected "spike", want on pre, on post or on volume
couple  weight*(V_post - 0)
spike when c > 0                                   # want 1: a synapse has no spike
neuron noise "white noise enters linearly"
param   sigma 1 mV      amplitude
        tau   10 ms     time constant
state   V     mV
        x     mV
        y     mV
        z     mV
        V' = -V/tau + sigma*sqrt(2/tau)*xi
        x' = -x/tau + sigma*xi*xi                  # want 32: white noise must enter linearly, want a sum of products with one white noise each
        y' = -y/tau + abs(sigma*xi)/tau            # want 27: white noise must enter linearly, want a sum of products with one white noise each
        z' = -z/tau + sigma*xi                     # want 23: sigma*xi has unit mV/sqrt(ms), want mV/ms, as -z/tau
spike when V > xi                                  # want 16: white noise must enter linearly, want a sum of products with one white noise each
