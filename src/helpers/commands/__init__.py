"""One module per subcommand of ``multivector``; each holds a click command named ``command``."""
