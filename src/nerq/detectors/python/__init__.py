"""Models named in Python code and notebooks.

The design, in the order of the work; each module imports only from those above it:

1. *What is worth reading.* `hints` tells from the bytes where ids may stand, and `outline` empties
   the bodies without one before anything is parsed, because parsing is what takes the time.
2. *Small readings.* `scope` knows what each name is bound to; `names`, `nodes` and `values` take
   expressions apart; `calls` says what a call does with its arguments, with `options` (command
   lines, tests), `clients` (whom the call speaks to) and `lmql`. They take nodes, return values
   and know nothing of a visitor.
3. *Texts noted, ids asked for.* `visitor` passes over the tree once and leaves `notes`: every text
   that could be an id with the role of its place (`Note`), and every expression that is taken as
   an id by somebody (`Demand`). It decides nothing.
4. *Following.* `follow` works off the demands, from names to what they are bound to, into tables,
   defaults, calls and, by `project`, other modules. The texts at the end get the demand's role;
   a demand without an end is an open place.
5. *Deciding.* `deciding` judges each noted text by the strongest role that any place gave it, and
   makes references. `comments` adds prose, where the search asks for it.

`lexical` stands in for all of it where a text is not Python of this version. `python_code`,
`notebook` and `inline` (code within commands) are the doors.
"""
