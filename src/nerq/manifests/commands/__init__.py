"""Files whose commands install packages: Dockerfiles, workflows, dev containers, hooks."""
