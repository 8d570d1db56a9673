"""What a build assumes where the notebook says nothing."""

import os
from datetime import UTC, datetime


def fallback_edition() -> str:
    """Return the date of $SOURCE_DATE_EPOCH, for reports whose cover states no edition."""
    seconds = os.environ.get("SOURCE_DATE_EPOCH", "")
    return datetime.fromtimestamp(int(seconds), UTC).date().isoformat() if seconds.isdigit() else ""
