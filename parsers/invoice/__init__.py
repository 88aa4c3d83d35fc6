"""Reads the visible page of a business document, of any layout, in eleven languages."""

from parsers.invoice.reader import learn, read_pages

__all__ = ["learn", "read_pages"]
