"""Where scores and facts come from; the only room that touches the network.

``transport`` is the one way out; ``service`` asks Preflight, ``local`` scores from public evidence,
and neither knows the other; ``checks`` are facts for either.
"""
