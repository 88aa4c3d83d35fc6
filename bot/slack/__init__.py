"""Slack's side of the bot: who speaks, what a command line or a button means, and which messages follow (docs/slack.md)."""
