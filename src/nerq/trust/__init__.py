"""The only room that touches the network: asks for scores, and keeps the answers."""
