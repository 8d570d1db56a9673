"""The closed vocabularies of the data tables: the only words a column may hold."""

FLOWS = ("export", "import", "turnover", "balance")
SCOPES = ("goods", "services", "goods_services", "unspecified")
UNITS = ("USD", "EUR", "t", "USD/t", "percent")
VALUATIONS = ("fob", "cif", "unknown")
STATUSES = (
    "official_statistics",
    "reconciled_dataset",
    "official_statement",
    "press",
    "derived",
    "brief",
)
APPROXIMATIONS = ("exact", "about", "at_least", "at_most")
PRECISIONS = ("day", "month", "year", "about")
EVENT_KINDS = (
    "visit",
    "meeting",
    "summit",
    "declaration",
    "agreement",
    "target",
    "membership",
    "sanction",
    "retaliation",
    "relief",
    "regulation",
    "incident",
    "reaction",
    "investigation",
    "plan",
    "war",
    "credit",
)
LEVELS = (
    "head_of_state",
    "head_of_government",
    "deputy_head_of_government",
    "minister",
    "deputy_minister",
    "parliament",
    "ambassador",
    "agency",
    "company",
    "organisation",
)
DIRECTIONS = ("outward", "inward", "third_place", "joint")
TARGET_UNITS = ("USD", "percent", "multiple", "t")
METRICS = (
    "turnover",
    "export",
    "import",
    "balance",
    "services_export",
    "investment",
    "share",
    "potash_export",
    "other",
)
OUTCOMES = ("met", "not_met", "open", "disputed", "unknown")
TOPICS = (
    "transit",
    "finance",
    "growth",
    "share",
    "rank",
    "loss_claim",
    "contacts",
    "potash",
    "wood",
    "production",
)
SOURCE_KINDS = (
    "statistics",
    "dataset",
    "government",
    "press",
    "think_tank",
    "international_organisation",
    "brief",
    "company",
)
COUNTRY_KINDS = ("country", "group", "world", "organisation", "unknown")
ESTIMATE_METHODS = ("base_rate", "gravity_coefficient", "gravity_prediction", "gravity_check")
ESTIMATE_UNITS = ("share", "USD", "ratio", "elasticity", "log_points", "correlation")
WEIGHT_DIMENSIONS = ("level", "kind", "rule")
PRESETS = ("minsk_barometer", "biss")
VERDICTS = ("supported", "partly", "contradicted", "not checkable", "opinion")
