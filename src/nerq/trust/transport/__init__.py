"""One way onto the network: origins, bounds, certificates, waiting, and what goes wrong."""
