"""Go's ``go.mod``."""
