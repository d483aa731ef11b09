"""What is installed in an environment, and what uv would install."""
