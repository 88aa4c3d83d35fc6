"""What Slack takes, by its reference of Block Kit, of views and of chat.postMessage; texts are counted in characters."""

MESSAGE_BLOCKS = 50
VIEW_BLOCKS = 100
HEADER = 150
SECTION = 3000
FIELDS = 10
FIELD = 2000
CONTEXT = 10
ACTIONS = 25
ALT = 2000
"""Of a picture."""
BUTTON = 75
VALUE = 2000
"""Of a button."""
IDENTIFIER = 255
"""Of a block, an action or a callback."""
OPTIONS = 100
OPTION = 75
OPTION_VALUE = 150
TITLE = 24
"""Of a modal, also of its submit and close buttons."""
METADATA = 3000
LABEL = 2000
PLACEHOLDER = 150
INPUT = 3000
TABLE_ROWS = 100
TABLE_COLUMNS = 20
TABLE_TEXT = 10_000
"""All cells of a table together; one table a message."""
MESSAGE_TEXT = 4000
"""Longer texts are cut or refused, depending on the method; ours never are so long."""
MESSAGE_ALL = 12_000
"""Slack refuses messages whose blocks together are too long (msg_blocks_too_long) at about 13,000 characters."""
ACKNOWLEDGE = 2.0
"""Seconds after which a request is acknowledged though its work goes on; Slack gives up at 3."""
