"""Builds everything, and says when and in which order."""
