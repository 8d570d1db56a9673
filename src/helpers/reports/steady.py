"""The environment that notebooks run in, the same on every machine."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

PROVISIONER = "JUPYTER_DEFAULT_PROVISIONER_NAME"
# One thread: sums in another order differ in the last bit, and -j already uses the cores.
STEADY = {
    "LC_ALL": "C.UTF-8",
    "MKL_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "PYTHONHASHSEED": "0",
    "SOURCE_DATE_EPOCH": "315532800",
    "TZ": "UTC",
}


@contextmanager
def environment_of(variables: Mapping[str, str]) -> Iterator[None]:
    """Set environment variables for a while; no other variable is touched."""
    before = {name: os.environ.get(name) for name in variables}
    os.environ.update(variables)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
