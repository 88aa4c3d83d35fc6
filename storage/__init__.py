"""Remembers: tables, queues, blobs, documents, journal. Decides nothing."""
