"""What stands between two countries: distance, border, language, history, agreements.

Distance is between capitals, for every pair. A centroid puts Russia in Siberia and 4,260 km from
Belarus; Moscow is 675 km from Minsk. Borders and languages come from the table `geography`, because
those of the bulk file are wrong (:func:`helpers.sources.bulk.read_dyads`); colonial link and common
currency are the file's.
"""

from collections.abc import Iterable

import numpy as np
import pandas as pd

EARTH_RADIUS_KM = 6371.0088
UNIONS = {"eaeu": "EAEU", "eu": "EU28"}
CIS_FREE_TRADE = {
    "ARM": 2013,
    "BLR": 2013,
    "KAZ": 2013,
    "MDA": 2013,
    "RUS": 2013,
    "UKR": 2013,
    "KGZ": 2014,
    "UZB": 2014,
    "TJK": 2016,
}
"""First whole year under the free trade treaty of the CIS of 18 October 2011 (in force since
20 September 2012; Uzbekistan by a protocol of its own)."""
SUSPENDED = ({"RUS", "UKR"}, 2016)
"""Russia suspended the treaty towards Ukraine from 1 January 2016."""
PAIR_COVARIATES = (
    "ln_distance",
    "contiguity",
    "common_language",
    "colonial_link",
    "common_currency",
)
COVARIATES = (*PAIR_COVARIATES, "eaeu", "cis_free_trade", "eu")


def great_circle_km(
    latitude: np.ndarray,
    longitude: np.ndarray,
    other_latitude: np.ndarray,
    other_longitude: np.ndarray,
) -> np.ndarray:
    """Return the distance on a sphere in km (haversine formula, mean radius 6,371.0088 km).

    Formula: ``2 R asin sqrt(sin^2((b2 - b1) / 2) + cos b1 cos b2 sin^2((l2 - l1) / 2))``.

    Parameters
    ----------
    latitude, longitude, other_latitude, other_longitude : array of float
        Degrees, north and east positive.
    """
    first, second = np.radians(latitude), np.radians(other_latitude)
    turn = np.radians(np.subtract(other_longitude, longitude))
    root = (
        np.sin((second - first) / 2) ** 2 + np.cos(first) * np.cos(second) * np.sin(turn / 2) ** 2
    )
    return 2 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(np.clip(root, 0, 1)))


def pair_covariates(geography: pd.DataFrame, dyads: pd.DataFrame) -> pd.DataFrame:
    """Return the covariates of ordered pairs that do not change over time.

    `contiguity`: a common land border. `common_language`: one of the first two languages of each is
    the same (GeoNames lists them by number of speakers). `ln_distance`: ln km between capitals.

    Parameters
    ----------
    geography : DataFrame
        The table `geography`: code, latitude, longitude, neighbours, languages.
    dyads : DataFrame
        exporter, importer, colonial_link, common_currency; pairs whose countries are not both in
        `geography` are left out.

    Returns
    -------
    DataFrame
        exporter, importer and :data:`PAIR_COVARIATES`.
    """
    place = geography.set_index("code")
    pairs = dyads[dyads["exporter"].isin(place.index) & dyads["importer"].isin(place.index)]
    ends = [place.loc[pairs[side]] for side in ("exporter", "importer")]
    coordinates = [end[name].to_numpy(float) for end in ends for name in ("latitude", "longitude")]
    distance = great_circle_km(*coordinates)
    words = {
        name: {code: set(str(cell).split()) for code, cell in place[name].dropna().items()}
        for name in ("neighbours", "languages")
    }
    sides = list(zip(pairs["exporter"], pairs["importer"], strict=True))
    borders, spoken = words["neighbours"], words["languages"]
    return pd.DataFrame(
        {
            "exporter": pairs["exporter"].to_numpy(),
            "importer": pairs["importer"].to_numpy(),
            "ln_distance": np.log(np.maximum(distance, 1.0)),
            "contiguity": [int(b in borders.get(a, ())) for a, b in sides],
            "common_language": [
                int(bool(spoken.get(a, set()) & spoken.get(b, set()))) for a, b in sides
            ],
            "colonial_link": pairs["colonial_link"].to_numpy(int),
            "common_currency": pairs["common_currency"].to_numpy(int),
        }
    )


def member_years(groups: pd.DataFrame, group: str, years: Iterable[int]) -> set[tuple[str, int]]:
    """Return (country, year) for members of a group on 1 July of the year.

    Parameters
    ----------
    groups : DataFrame
        The table `groups`: group, member, since, until (dates; empty: always, still).
    group : str
        Code of the group.
    years : iterable of int
        Calendar years.
    """
    rows = groups[groups["group"] == group]
    return {
        (row.member, year)
        for year in years
        for row in rows.itertuples()
        if not (row.since > pd.Timestamp(year, 7, 1) or row.until < pd.Timestamp(year, 7, 1))
    }


def agreement_covariates(pairs: pd.DataFrame, groups: pd.DataFrame) -> pd.DataFrame:
    """Return `pairs` with one 0/1 column for each agreement both sides are under in the year.

    `eaeu` and `eu` from the dates of membership; `cis_free_trade` from :data:`CIS_FREE_TRADE`
    for pairs that are not both in the EAEU, so that the two do not overlap. No other agreement of
    the world is covered: what those do stays in the unexplained part.

    Parameters
    ----------
    pairs : DataFrame
        exporter, importer, year and anything else.
    groups : DataFrame
        The table `groups`.
    """
    years = sorted(set(pairs["year"]))
    member = {name: member_years(groups, code, years) for name, code in UNIONS.items()}
    member["cis_free_trade"] = {
        (code, year) for code, since in CIS_FREE_TRADE.items() for year in years if year >= since
    }
    sides = list(zip(pairs["exporter"], pairs["importer"], pairs["year"], strict=True))
    flags = {
        name: np.array([(a, t) in inside and (b, t) in inside for a, b, t in sides])
        for name, inside in member.items()
    }
    off, since = SUSPENDED
    suspended = np.array([{a, b} == off and t >= since for a, b, t in sides])
    flags["cis_free_trade"] &= ~suspended & ~flags["eaeu"]
    return pairs.assign(
        **{name: flags[name].astype(int) for name in ("eaeu", "cis_free_trade", "eu")}
    )
