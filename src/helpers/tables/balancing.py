"""Balancing the flows of one partner and year under their accounting identities.

Stone, Champernowne and Meade (1942), "The precision of national income estimates", Review of
Economic Studies 9(2): observations of unequal reliability are adjusted as little as possible, in
units of their error, until the identities hold. Here turnover = export + import and
balance = export - import, so two unknowns explain all four flows.
"""

from collections.abc import Mapping, Sequence

import numpy as np

LOADINGS = {
    "export": (1.0, 0.0),
    "import": (0.0, 1.0),
    "turnover": (1.0, 1.0),
    "balance": (1.0, -1.0),
}
Ends = tuple[float, float, float]


def balance_cell(
    flows: Sequence[str], values: Sequence[float], errors: Sequence[float]
) -> dict[str, float]:
    """Return the flows of one cell that the observations determine, in USD.

    Weighted least squares in closed form: with loadings A, values y and weights W = diag(1/error²),
    the two unknowns are (A'WA)⁻¹ A'Wy.

    Parameters
    ----------
    flows : sequence of str
        Flow of each observation.
    values, errors : sequence of float
        Observed values and their standard errors (positive), USD.

    Returns
    -------
    dict
        All four flows if export and import are both determined; otherwise the precision-weighted
        mean of each flow that was observed.
    """
    if len(set(flows)) < 2:
        weights = np.asarray(errors, dtype=float) ** -2
        return {flow: float(np.average(values, weights=weights)) for flow in set(flows)}
    loadings = np.array([LOADINGS[flow] for flow in flows]) / np.asarray(errors)[:, None]
    scaled = np.asarray(values) / np.asarray(errors)
    solution, *_ = np.linalg.lstsq(loadings, scaled, rcond=None)
    return {flow: float(np.dot(loading, solution)) for flow, loading in LOADINGS.items()}


def complete_reporter(known: Mapping[str, Ends]) -> dict[str, Ends]:
    """Return value, low and high of every flow that one reporter's figures imply.

    Parameters
    ----------
    known : mapping
        Flow to (value, low, high) in USD, of one reporter, partner and year.

    Returns
    -------
    dict
        The same, with a missing turnover, balance, import or export worked out from two others.
    """
    flows = dict(known)
    for flow, left, right, sign in (
        ("turnover", "export", "import", 1),
        ("balance", "export", "import", -1),
        ("import", "turnover", "export", -1),
        ("export", "turnover", "import", -1),
    ):
        if flow not in flows and left in flows and right in flows:
            (a, a_low, a_high), (b, b_low, b_high) = flows[left], flows[right]
            flows[flow] = (
                (a + b, a_low + b_low, a_high + b_high)
                if sign > 0
                else (a - b, a_low - b_high, a_high - b_low)
            )
    return flows
