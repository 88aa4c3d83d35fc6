"""The numbers and secrets that the operator sets."""
