"""Turns bytes and text into facts. Connects to nothing and decides nothing."""
