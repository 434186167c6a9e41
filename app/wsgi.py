"""The application object for WSGI servers."""

import gc

from app import create_app

# What start-up makes lives as long as the process: the collector need never look at it.
gc.disable()
app = create_app(commands=False)
gc.freeze()
gc.enable()
