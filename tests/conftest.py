"""How hypothesis searches here."""

from hypothesis import settings

settings.register_profile("calm", deadline=None, max_examples=80)
settings.load_profile("calm")
