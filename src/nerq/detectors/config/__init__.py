"""Models and MCP servers named in configuration files."""
