"""Finds dependencies and AI models, and asks how far each can be trusted."""
