"""Models and MCP servers named in files that set up, build and start things.

Configuration of every syntax, and the files that hold commands: scripts, Dockerfiles, Makefiles.
"""
