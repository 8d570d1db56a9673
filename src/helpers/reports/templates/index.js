(() => {
  const table = document.querySelector("table.compared");
  const body = table && table.tBodies[0];
  const status = document.getElementById("filter-status");
  const filter = document.getElementById("filter");
  const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const cards = [...document.querySelectorAll("article.card")];
  const rows = body ? [...body.rows] : [];
  // A report is found by what its row and its card say together.
  const texts = new Map();
  const read = () => {
    for (const one of [...rows, ...cards]) {
      const name = one.dataset.report;
      texts.set(name, `${texts.get(name) || ""} ${fold(one.textContent)}`);
    }
  };
  const say = (text) => { status.textContent = text; };

  const apply = () => {
    const words = fold(filter.value).split(/\s+/).filter(Boolean);
    if (!texts.size) read();
    const names = new Set(
      [...texts].filter(([, text]) => words.every((word) => text.includes(word))).map(([name]) => name),
    );
    for (const one of [...rows, ...cards]) one.hidden = !names.has(one.dataset.report);
    for (const group of document.querySelectorAll("[data-group]")) {
      group.hidden = ![...group.querySelectorAll(".card, tbody tr")].some((one) => !one.hidden);
    }
    if (!words.length) say("");
    else say(names.size ? `${names.size} of ${texts.size} reports` : "No report matches.");
  };

  const collator = new Intl.Collator("en");
  const sort = (head, button) => {
    const place = head.cellIndex;
    const numeric = head.hasAttribute("data-numeric");
    const before = head.getAttribute("aria-sort");
    const first = numeric ? "descending" : "ascending";
    const second = numeric ? "ascending" : "descending";
    const order = before === first ? second : first;
    const sign = order === "ascending" ? 1 : -1;
    const key = (row) => {
      const cell = row.cells[place];
      if (!numeric) return cell.classList.contains("no") ? null : cell.firstChild.textContent.trim();
      return "s" in cell.dataset ? Number(cell.dataset.s) : null;
    };
    const keyed = rows.map((row) => [key(row), row]);
    keyed.sort(([a], [b]) => {
      if (a === null || b === null) return (a === null) - (b === null);
      return sign * (numeric ? a - b : collator.compare(a, b));
    });
    for (const other of head.parentElement.cells) other.removeAttribute("aria-sort");
    head.setAttribute("aria-sort", order);
    body.append(...keyed.map(([, row]) => row));
    say(`Sorted by ${button.textContent}, ${order}`);
  };

  for (const head of table ? table.tHead.rows[0].cells : []) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = head.textContent.trim();
    head.replaceChildren(button);
    button.addEventListener("click", () => sort(head, button));
  }
  // A table wider than its frame says so.
  const frame = table && table.closest(".frame");
  const measure = () => {
    frame.classList.toggle("wider", frame.scrollWidth > frame.clientWidth + 1);
    frame.classList.toggle("at-end", frame.scrollLeft + frame.clientWidth >= frame.scrollWidth - 2);
  };
  if (frame) {
    measure();
    addEventListener("load", measure);
    addEventListener("resize", measure);
    frame.addEventListener("scroll", measure, { passive: true });
  }
  if (filter && rows.length + cards.length > 1) {
    filter.addEventListener("input", apply);
    filter.closest("form").addEventListener("submit", (event) => event.preventDefault());
    filter.closest("form").hidden = false;
    if (filter.value) apply();
  }
})();
