"""Property tests run here as they do for the indicators: the same examples on every run."""

from tests.indicators import conftest as steady_profile

__all__ = ["steady_profile"]
