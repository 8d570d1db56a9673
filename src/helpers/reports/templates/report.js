(function () {
  "use strict";
  var wide = window.matchMedia("(min-width: 72rem)");
  var contents = document.querySelector(".mv-contents details");
  function fold() { if (contents) { contents.open = wide.matches; } }
  fold();
  wide.addEventListener("change", fold);

  // The contents say where one is, and fold again once one has chosen.
  var links = Array.from(document.querySelectorAll(".mv-contents .mv-level-1 a"));
  var here = document.createElement("span");
  var waiting = false;
  here.className = "mv-here";
  here.setAttribute("aria-hidden", "true");
  function follow() {
    waiting = false;
    var current = null;
    links.forEach(function (link) {
      var heading = document.getElementById(decodeURIComponent(link.hash.slice(1)));
      if (heading && heading.getBoundingClientRect().top < 120) { current = link; }
      link.removeAttribute("aria-current");
    });
    here.textContent = current && !wide.matches ? current.textContent.trim().replace(/\s+/g, " ") : "";
    if (current) { current.setAttribute("aria-current", "true"); }
  }
  if (contents) {
    contents.parentNode.classList.add("mv-follows");
    contents.querySelector("summary").appendChild(here);
    contents.addEventListener("click", function (event) {
      if (event.target.closest("a") && !wide.matches) { contents.open = false; }
    });
    document.addEventListener("click", function (event) {
      if (contents.open && !wide.matches && !contents.contains(event.target)) { contents.open = false; }
    });
    window.addEventListener("load", follow);
    wide.addEventListener("change", follow);
    window.addEventListener("scroll", function () {
      if (!waiting) { waiting = true; window.requestAnimationFrame(follow); }
    }, { passive: true });
  }

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

  // A chart that is shown too small for its words can be seen as large as the screen.
  var large = document.createElement("dialog");
  var close = document.createElement("button");
  var room = document.createElement("div");  // keeps the place of a chart that is shown large
  var small = null;
  large.className = "mv-large";
  close.type = "button";
  close.textContent = "Close";
  close.addEventListener("click", function () { large.close(); });
  large.appendChild(close);
  large.addEventListener("close", function () {
    var drawing = large.querySelector("svg");
    if (drawing) { room.replaceWith(drawing); }
    measure();
    if (small) { small.focus({ preventScroll: true }); }
  });
  function enlarge(frame, button) {
    var drawing = frame.querySelector("svg");
    var box = drawing.getBoundingClientRect();
    small = button;
    room.style.height = box.height + "px";
    drawing.replaceWith(room);
    large.appendChild(drawing);
    large.setAttribute("aria-label", frame.getAttribute("aria-label") || "Chart");
    large.classList.toggle("mv-turn", box.width > 1.45 * box.height);
    (document.querySelector("main") || document.body).appendChild(large);
    large.showModal();
    close.focus();
  }
  function offer() {
    document.querySelectorAll(".mv-exhibit-chart .mv-scroll > svg").forEach(function (drawing) {
      var frame = drawing.parentNode;
      var button = frame.nextElementSibling;
      var needed = drawing.clientWidth < 560 && large.showModal;
      if (!button || button.className !== "mv-enlarge") {
        if (!needed) { return; }
        button = document.createElement("button");
        button.type = "button";
        button.className = "mv-enlarge";
        button.textContent = "Enlarge";
        button.setAttribute("aria-label", "Enlarge: " + frame.getAttribute("aria-label"));
        button.addEventListener("click", function () { enlarge(frame, button); });
        frame.addEventListener("click", function () { if (!button.hidden) { enlarge(frame, button); } });
        frame.after(button);
      }
      button.hidden = !needed;
      frame.classList.toggle("mv-zoomable", !!needed);
    });
  }
  window.addEventListener("load", offer);
  window.addEventListener("resize", function () { if (!large.open) { offer(); } });

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
