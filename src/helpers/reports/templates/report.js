(function () {
  "use strict";
  var wide = window.matchMedia("(min-width: 72rem)");
  var contents = document.querySelector(".mv-contents details");
  function fold() { if (contents) { contents.open = wide.matches; } }
  fold();
  wide.addEventListener("change", fold);

  // What is wider than the screen says so.
  function measure() {
    document.querySelectorAll(".mv-scroll").forEach(function (frame) {
      frame.classList.toggle("mv-wider", frame.scrollWidth > frame.clientWidth + 1);
    });
  }
  window.addEventListener("load", measure);
  window.addEventListener("resize", measure);

  // One bubble for the source of whichever number has the focus or the pointer.
  var bubble = document.createElement("div");
  bubble.className = "mv-bubble";
  bubble.id = "mv-bubble";
  bubble.setAttribute("role", "tooltip");
  bubble.hidden = true;
  document.body.appendChild(bubble);
  var shown = null;

  function numberAt(event) {
    return event.target.closest ? event.target.closest(".mv-number") : null;
  }
  function hide() {
    if (shown) { shown.removeAttribute("aria-describedby"); }
    shown = null;
    bubble.hidden = true;
  }
  function show(number) {
    if (number.title) {  // else the browser would show its own as well
      number.dataset.source = number.title;
      number.removeAttribute("title");
    }
    if (!number.dataset.source || number === shown) { return; }
    hide();
    shown = number;
    bubble.textContent = number.dataset.source;
    bubble.hidden = false;
    number.setAttribute("aria-describedby", bubble.id);
    var place = number.getBoundingClientRect();
    var room = document.documentElement.clientWidth - bubble.offsetWidth - 8;
    var above = place.top - bubble.offsetHeight - 6;
    bubble.style.left = Math.max(8, Math.min(place.left, room)) + "px";
    bubble.style.top = (above > 4 ? above : place.bottom + 6) + "px";
  }
  ["mouseover", "focusin", "click"].forEach(function (name) {
    document.addEventListener(name, function (event) {
      var number = numberAt(event);
      if (number) { show(number); } else if (name !== "focusin" && event.target !== bubble) { hide(); }
    });
  });
  document.addEventListener("focusout", hide);
  document.addEventListener("keydown", function (event) { if (event.key === "Escape") { hide(); } });
  window.addEventListener("scroll", hide, { passive: true });
}());
