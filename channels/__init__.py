"""Moves bytes over a wire, or lays facts out for a reader's eyes. Understands nothing."""
