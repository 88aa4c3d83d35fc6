"""Run the stand-in alone: it prints its address and serves until it is stopped."""

import sys
import threading

from tests.slack.stand_in.server import SlackStandIn

slack = SlackStandIn(int(sys.argv[1]) if len(sys.argv) > 1 else 0).start()
print(f"base_url = {slack.base_url}", flush=True)
threading.Event().wait()
