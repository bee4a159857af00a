// The report's own script: findings and places point at each other, numbers show their proof, charts are drawn.
(function () {
  "use strict";
  var root = document.documentElement;
  var drawer = document.getElementById("drawer");
  var drawn = [];
  var PRINTED = 660; // pixels between the margins of A4

  function all(selector, within) {
    return Array.prototype.slice.call((within || document).querySelectorAll(selector));
  }
  function split(text) {
    return text ? text.split(" ") : [];
  }
  function clear(name, selector) {
    all(selector + "." + name).forEach(function (one) { one.classList.remove(name); });
  }

  // --- views: the original, or the form as read
  function show(view) {
    all(".view").forEach(function (one) { one.hidden = one.id !== "view-" + view; });
    all("[data-view]").forEach(function (tab) { tab.setAttribute("aria-selected", String(tab.dataset.view === view)); });
  }
  function reveal(keys) {
    var places = keys.map(function (key) { return document.getElementById(key); }).filter(Boolean);
    var seen = places.filter(function (one) { return !one.closest(".view").hidden; })[0];
    if (!seen && places[0]) {
      show(places[0].closest(".view").id.replace("view-", ""));
      seen = places[0];
    }
    if (!seen) { return; }
    var pane = seen.closest(".origin");
    if (visible(pane).height < 160) { pane.scrollIntoView({ block: "start" }); }
    var box = seen.getBoundingClientRect(), frame = visible(pane);
    if (box.top < frame.top + 50 || box.bottom > frame.bottom - 20) {
      pane.scrollTop += box.top - frame.top - frame.height / 3;
    }
    if (box.left < frame.left || box.right > frame.right) {
      var across = seen.closest(".scroll") || seen.closest(".view");
      across.scrollLeft += box.left - frame.left - frame.width / 3;
    }
  }
  function visible(pane) { // the part of the pane that the window shows
    var frame = pane.getBoundingClientRect();
    var top = Math.max(frame.top, 0), bottom = Math.min(frame.bottom, window.innerHeight);
    return { top: top, bottom: bottom, height: bottom - top, left: frame.left, right: frame.right, width: frame.width };
  }
  function light(keys, beside) {
    clear("on", ".spot"); clear("beside", ".spot");
    beside.forEach(function (key) { var one = document.getElementById(key); if (one) { one.classList.add("beside"); } });
    keys.forEach(function (key) {
      var one = document.getElementById(key);
      if (one) { one.classList.remove("beside"); one.classList.add("on"); }
    });
    reveal(keys.length ? keys : beside);
  }

  // --- findings
  function choose(card, scroll) {
    clear("on", ".card");
    card.classList.add("on");
    light(split(card.dataset.at), split(card.dataset.beside));
    if (scroll) {
      card.hidden = false;
      var pane = card.closest(".found");
      if (pane.scrollHeight > pane.clientHeight) {
        pane.scrollTop += card.getBoundingClientRect().top - pane.getBoundingClientRect().top - 60;
      } else { card.scrollIntoView({ block: "center" }); }
    }
  }
  function next(place) {
    var names = split(place.dataset.found), cards = names.map(function (name) { return document.getElementById(name); });
    var current = cards.findIndex(function (card) { return card.classList.contains("on"); });
    choose(cards[(current + 1) % cards.length], true);
  }
  function filter(button) {
    var pressed = button.getAttribute("aria-pressed") !== "true";
    button.setAttribute("aria-pressed", String(pressed));
    all('.card[data-severity="' + button.dataset.filter + '"]').forEach(function (card) { card.hidden = !pressed; });
  }

  // --- proofs
  function prove(name) {
    var proof = document.getElementById(name);
    if (!proof) { return; }
    var inside = drawer.querySelector(".inside"), copy = proof.cloneNode(true);
    copy.removeAttribute("id");
    inside.textContent = "";
    inside.appendChild(copy);
    drawer.hidden = false;
    drawer.scrollTop = 0;
    clear("on", ".prove");
    all('.prove[data-proof="' + name + '"]').forEach(function (one) { one.classList.add("on"); });
  }
  function close() {
    drawer.hidden = true;
    clear("on", ".prove");
  }

  // --- charts
  function draw() {
    var data = JSON.parse(document.getElementById("charts-data").textContent)[root.dataset.lang];
    drawn.forEach(function (chart) { chart.dispose(); });
    drawn = [];
    if (typeof echarts === "undefined") { return; }
    data.forEach(function (one) {
      var place = document.querySelector('[data-chart="' + one.name + '"]');
      var chart = echarts.init(place, null, { renderer: "svg" });
      chart.setOption(one.option);
      chart.on("click", function (bar) { prove(one.proofs[bar.dataIndex]); });
      drawn.push(chart);
    });
  }
  function fit(width) {
    drawn.forEach(function (chart) { chart.resize(width ? { width: width } : { width: "auto" }); });
  }

  function speak(lang) {
    root.dataset.lang = lang;
    root.lang = lang === "en" ? "en" : "zh-CN";
    draw();
  }

  document.addEventListener("click", function (event) {
    var hit = function (selector) { return event.target.closest(selector); }, one;
    if ((one = hit("[data-proof]"))) { prove(one.dataset.proof); }
    else if ((one = hit(".link[data-at]"))) { clear("on", ".card"); light(split(one.dataset.at), []); if (window.innerWidth <= 960) { close(); } }
    else if ((one = hit("[data-filter]"))) { filter(one); }
    else if ((one = hit("[data-view]"))) { show(one.dataset.view); }
    else if (hit(".close")) { close(); }
    else if (hit("#lang")) { speak(root.dataset.lang === "zh" ? "en" : "zh"); }
    else if (hit("#print")) { window.print(); }
    else if (hit("summary")) { return; }
    else if ((one = hit(".spot[data-found]"))) { next(one); }
    else if ((one = hit(".card"))) { choose(one, false); }
  });
  document.addEventListener("keydown", function (event) {
    if (event.key === "Escape") { close(); }
    if (event.key !== "Enter" || event.target.tagName === "BUTTON" || event.target.tagName === "SUMMARY") { return; }
    if (event.target.matches(".card")) { choose(event.target, false); }
    if (event.target.matches(".spot[data-found]")) { next(event.target); }
  });
  var waiting;
  window.addEventListener("resize", function () { clearTimeout(waiting); waiting = setTimeout(function () { fit(0); }, 120); });
  function order(first, second) { // on paper the findings come first: a whole page of the original rarely fits beside them
    var bench = document.querySelector(".bench");
    bench.appendChild(document.querySelector(first));
    bench.appendChild(document.querySelector(second));
  }
  window.addEventListener("beforeprint", function () { order(".found", ".origin"); fit(PRINTED); });
  window.addEventListener("afterprint", function () { order(".origin", ".found"); fit(0); });
  speak(root.dataset.lang);
})();
