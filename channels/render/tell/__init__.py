"""What is said about each kind of notice: a function a kind, listed in `registry.TELL`."""
