"""Slack: payloads in, messages out. What they mean is decided elsewhere (docs/slack.md)."""
