"""``python -m plain_terms``."""

import sys

from .cli import main

sys.exit(main())
