"""The answer of a method that has too little to work with: a reason, never a guess."""


class InsufficientData(ValueError):
    """Raised where a method needs more data than there are.

    Parameters
    ----------
    reason : str
        What is needed, and what was found.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
