"""Facts laid out for a reader's eyes: letters, order PDFs, sheets. Nothing here decides or sends."""
