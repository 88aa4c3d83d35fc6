"""The types that all rooms share, and every decision. Pure: no clock, randomness, I/O, logging or environment."""
