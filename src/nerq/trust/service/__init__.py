"""The Preflight service: questions, answers, and what is kept of them."""
