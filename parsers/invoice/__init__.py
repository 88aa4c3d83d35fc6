"""Reads the visible page of a business document, of any layout, in eleven languages."""

from parsers.invoice.reader import read_pages

__all__ = ["read_pages"]
