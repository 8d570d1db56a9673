"""multivector: living country reports on trade diversification.

The folders are the pipeline: ``sources`` -> ``tables`` -> ``indicators`` -> ``exhibits`` ->
notebooks -> ``reports``. Imports go right to left only.
"""

__version__ = "0.1.0"
