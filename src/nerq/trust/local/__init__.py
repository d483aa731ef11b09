"""Trust scores computed here, from public evidence that is shown with the score."""
