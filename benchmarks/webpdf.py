"""``jupyter nbconvert --to webpdf`` with the browser of the system.

Playwright starts only the browser that it downloaded itself; here it is given the path of another.
Nothing else differs from the plain command. Usage: webpdf.py BROWSER NOTEBOOK [nbconvert options]
"""

import sys
from typing import Any

from nbconvert.nbconvertapp import NbConvertApp
from playwright.async_api import BrowserType

_launch = BrowserType.launch


async def _with_browser(self: BrowserType, **options: Any) -> Any:
    return await _launch(self, **{**options, "executable_path": sys.argv[1]})


if __name__ == "__main__":
    BrowserType.launch = _with_browser  # type: ignore[method-assign]
    NbConvertApp.launch_instance(argv=["--to", "webpdf", *sys.argv[2:]])
