"""One module per subcommand of ``multivector``; each holds the click command of the same name."""
