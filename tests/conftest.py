"""How hypothesis searches here: calmly, and in CI the same way every time."""

import os

from hypothesis import settings

settings.register_profile("calm", deadline=None, max_examples=80, derandomize=bool(os.environ.get("CI")))
settings.load_profile("calm")
