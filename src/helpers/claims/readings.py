"""What was read off the tables: one reading a source, with its range and the rows it rests on."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Reading:
    """One answer by one source.

    Attributes
    ----------
    who : str
        Code of the reporter; empty where the rows are ours (events, memberships).
    value, low, high : float
        The figure and its range, in the unit of the measure; an open end is infinite.
    when : str
        What it is about, where that differs between the readings (a year, a title).
    status : str
        Kind of report: a word of the column `status`, or ``event``.
    evidence : tuple of str
        Ids of the rows it rests on.
    estimate : bool
        Whether nobody published it as such (fiscal years split over calendar years, a part of the
        year taken out of a whole one).
    hedge : pair of float
        Factors on `value` for how it was worded ("about", "over") or estimated, without freight:
        what does not cancel between two figures of one reporter.
    """

    who: str
    value: float
    low: float
    high: float
    when: str = ""
    status: str = ""
    evidence: tuple[str, ...] = ()
    estimate: bool = False
    hedge: tuple[float, float] = (1.0, 1.0)


@dataclass(frozen=True)
class Found:
    """All readings of one measure.

    Attributes
    ----------
    subject : str
        What was measured, in words ("turnover with China in 2022").
    unit : str
        USD, EUR, t, USD/t, share, ratio, count, rank, year, date, index.
    readings : tuple of Reading
        Possibly none.
    missing : str
        Why there is none.
    remark : str
        Something the reader should know beside the verdict.
    """

    subject: str
    unit: str
    readings: tuple[Reading, ...] = field(default=())
    missing: str = ""
    remark: str = ""
