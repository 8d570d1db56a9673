"""A package, so that a module here may share its name with one of another layer."""
