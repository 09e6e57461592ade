// Links and forms change the page without loading it anew. Each is made so when it is used: hundreds of them, made so
// while the page opens, would keep it from answering. hx-boost="false" on one, or hx-boost:inherited around many, keeps
// them plain.
(() => {
  const PLAIN = '[hx-boost], [hx-boost\\:inherited="false"] *';

  function boost(event) {
    const used = event.type === "submit" ? event.target : event.target.closest?.("a[href]");
    if (!used?.matches("a, form") || used.matches(PLAIN)) return;
    used.setAttribute("hx-boost", "true");
    // From here on the event finds htmx listening, as if it had always been.
    htmx.process(used);
  }

  document.addEventListener("click", boost, true);
  document.addEventListener("submit", boost, true);
})();
