"""``multivector describe``: write the description of data/ anew from the schemas."""

import click

EXAMPLES = """\b
Example:
  multivector describe
"""


@click.command(epilog=EXAMPLES)
@click.option("--root", type=click.Path(file_okay=False), help="Folder of the workspace.")
def describe(root: str | None) -> None:
    """Write data/datapackage.json, and the list of tables in data/README.md, from the schemas."""
    import helpers
    from helpers.tables.datapackage import write_package, write_readme
    from helpers.workspace import find_workspace

    data = find_workspace(root).data
    readme = data / "README.md"
    (data / "datapackage.json").write_text(write_package(helpers.__version__), encoding="utf-8")
    readme.write_text(write_readme(readme.read_text(encoding="utf-8")), encoding="utf-8")
    click.echo("data/datapackage.json and data/README.md describe the schemas.")
