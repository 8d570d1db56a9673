(function () {
  "use strict";
  var wide = window.matchMedia("(min-width: 72rem)");
  var contents = document.querySelector(".mv-contents details");
  function fold() { if (contents) { contents.open = wide.matches; } }
  fold();
  wide.addEventListener("change", fold);

  // What is wider than its frame says so; only what scrolls is a stop for the keyboard.
  function measure() {
    document.querySelectorAll(".mv-scroll").forEach(function (frame) {
      var wider = frame.scrollWidth > frame.clientWidth + 1;
      frame.classList.toggle("mv-wider", wider);
      frame.classList.toggle("mv-at-end", frame.scrollLeft + frame.clientWidth >= frame.scrollWidth - 2);
      if (wider || frame.scrollHeight > frame.clientHeight + 1) { frame.tabIndex = 0; } else { frame.removeAttribute("tabindex"); }
    });
  }
  window.addEventListener("load", measure);
  window.addEventListener("resize", measure);
  document.addEventListener("scroll", function (event) {
    if (event.target.classList && event.target.classList.contains("mv-scroll")) { measure(); }
  }, true);
  document.addEventListener("toggle", measure, true);

  // One bubble for the source of whichever number has the focus or the pointer.
  var bubble = document.createElement("div");
  bubble.className = "mv-bubble";
  bubble.id = "mv-bubble";
  bubble.setAttribute("role", "tooltip");
  bubble.hidden = true;
  var shown = null;

  function numberAt(event) {
    return event.target.closest ? event.target.closest(".mv-number") : null;
  }
  function hide() {
    if (shown) {
      shown.title = bubble.textContent;  // what a screen reader says of the number
      shown.removeAttribute("aria-describedby");
    }
    shown = null;
    bubble.hidden = true;
  }
  function show(number) {
    if (number === shown || !number.title) { return; }
    hide();
    shown = number;
    bubble.textContent = number.title;
    number.removeAttribute("title");  // else the browser would show its own as well
    (number.closest("main") || document.body).appendChild(bubble);
    bubble.style.left = "0";  // at the edge it would be measured narrower than it may be
    bubble.hidden = false;
    number.setAttribute("aria-describedby", bubble.id);
    var place = number.getBoundingClientRect();
    var room = document.documentElement.clientWidth - bubble.offsetWidth - 8;
    var above = place.top - bubble.offsetHeight - 6;
    bubble.style.left = Math.max(8, Math.min(place.left, room)) + window.scrollX + "px";
    bubble.style.top = (above > 4 ? above : place.bottom + 6) + window.scrollY + "px";
  }
  document.addEventListener("mouseover", function (event) {
    var number = numberAt(event);
    if (number) { show(number); }
    else if (!bubble.contains(event.target) && shown !== document.activeElement) { hide(); }
  });
  document.addEventListener("focusin", function (event) {
    var number = numberAt(event);
    if (number) { show(number); }
  });
  document.addEventListener("click", function (event) {
    var number = numberAt(event);
    if (number) { show(number); } else if (!bubble.contains(event.target)) { hide(); }
  });
  document.addEventListener("focusout", hide);
  document.addEventListener("keydown", function (event) {
    if (event.key === "Escape") { hide(); }
    var number = numberAt(event);
    if (number && (event.key === "Enter" || event.key === " ")) {
      event.preventDefault();
      if (number === shown) { hide(); } else { show(number); }
    }
  });
  window.addEventListener("resize", hide);

  // The data behind a chart as CSV: plain digits, and no cell that a spreadsheet takes for a formula.
  function field(cell) {
    var text = cell.textContent.replace(/(\d)[\u2009\u202f\u00a0](?=\d{3})/g, "$1")
      .replace(/\u2212(?=[\d.])/g, "-");
    if (/^[=@\t\r]|^[+\-](?![\d.])/.test(text)) { text = "'" + text; }
    return /[",\r\n]/.test(text) ? '"' + text.replace(/"/g, '""') + '"' : text;
  }
  function csv(table) {
    return Array.from(table.rows, function (row) {
      return Array.from(row.cells, field).join(",");
    }).join("\r\n") + "\r\n";
  }
  function copyOldWay(text) {
    var area = document.createElement("textarea");
    area.value = text;
    document.body.appendChild(area);
    area.select();
    var done = document.execCommand("copy");
    area.remove();
    return done ? Promise.resolve() : Promise.reject();
  }
  function copy(text) {
    if (!navigator.clipboard) { return copyOldWay(text); }
    return navigator.clipboard.writeText(text).catch(function () { return copyOldWay(text); });
  }
  window.addEventListener("load", function () {
    document.querySelectorAll(".mv-copy").forEach(function (button) {
      var said = button.parentNode.querySelector(".mv-copied");
      button.hidden = false;
      button.addEventListener("click", function () {
        said.textContent = "";
        copy(csv(button.closest(".mv-data").querySelector("table"))).then(function () {
          said.textContent = "Copied";
        }, function () {
          said.textContent = "This browser does not allow copying; select the table instead";
        });
        button.focus();
      });
    });
  });
}());
