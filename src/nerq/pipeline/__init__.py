"""From paths or names to a result, stage by stage.

``collect`` walks, reads and identifies; ``ask`` puts questions to the assessors in order;
``result`` judges the answers. `nerq.pipeline.scan` and `nerq.pipeline.check` are the two ways
through them, and the front door of the library. Nothing is imported here, so that ``--help``
and completion, which need the names of the reports only, load none of it.
"""
