"""How hard Hypothesis tries; `pytest tests/domain --hypothesis-profile=thorough` is the long run.

A deadline for each example would measure the machine's other work, not the code.
"""

from __future__ import annotations

from hypothesis import HealthCheck, settings

settings.register_profile("quick", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("thorough", settings.get_profile("quick"), max_examples=1000)
settings.load_profile("quick")
