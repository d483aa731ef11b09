"""Models named in Markdown, Modelfiles and prose."""
