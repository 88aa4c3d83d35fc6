"""The whole story on this machine: the real service on loopback, a world around it that writes and receives mail."""
