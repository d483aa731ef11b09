"""Facts that hold whoever scored a target: known advisories, and what its registry says of it.

Empty for now. A check will take targets from any source of scores and give alerts: that an
advisory covers the judged version, that a registry does not have the name, has withdrawn the
release or ended the project. Checks ask through `nerq.trust.transport`, know nothing of the
service or of local scores, and are used by both.
"""
