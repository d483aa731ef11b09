"""One way onto the network: origins, certificates, pace, refusals."""
