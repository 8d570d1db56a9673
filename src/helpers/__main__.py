"""Lets ``python -m helpers`` stand in for the ``multivector`` command."""

from helpers.cli import main

if __name__ == "__main__":
    main(prog_name="multivector")
