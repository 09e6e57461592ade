// Toasts stay ten seconds, longer while one points at them or holds the focus in them.
ruche.ready((root) => {
  for (const toast of root.querySelectorAll(".toast:not([data-timed])")) {
    if (toast.closest("[data-keep]")) continue;
    toast.dataset.timed = "";
    let left = 10;
    const clock = setInterval(() => {
      if (!toast.isConnected) return clearInterval(clock);
      if (toast.matches(":hover, :focus-within") || document.hidden) return;
      left -= 1;
      if (left > 0) return;
      clearInterval(clock);
      toast.remove();
    }, 1000);
  }
});

// A short word from the page itself.
ruche.say = (words) => {
  const place = document.getElementById("toasts");
  if (!place || !words) return;
  const toast = document.createElement("div");
  toast.className = "toast";
  toast.setAttribute("role", "status");
  const text = document.createElement("span");
  text.textContent = words;
  toast.append(text);
  place.append(toast);
  ruche.runs.forEach((run) => run(document));
};
