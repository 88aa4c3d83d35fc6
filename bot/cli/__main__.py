"""`python -m bot.cli`: the command where it is not installed."""

from bot.cli import main

main()
