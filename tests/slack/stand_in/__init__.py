"""A stand-in of Slack: the Web API over HTTP and the Socket Mode gateway over a websocket, strict where Slack is strict.

Start it like a server with `python -m tests.slack.stand_in`; tests start it in threads.
"""
