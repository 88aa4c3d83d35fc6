"""What suppliers and buyers can say: a class a command, listed in `registry.COMMANDS`."""
