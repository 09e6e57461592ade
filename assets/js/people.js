// People of a form: whoever is ticked among those found moves to the chosen ones.
(() => {
  document.addEventListener("change", (event) => {
    const box = event.target.closest?.(".people-found .person");
    const people = event.target.closest?.("[data-people]");
    if (!box || !people || !event.target.checked) return;
    choose(people, box);
  });

  // Enter takes the first one found instead of sending the form.
  document.addEventListener("keydown", (event) => {
    const people = event.target.closest?.("[data-people]");
    if (!people || event.key !== "Enter" || event.target.type !== "search") return;
    const first = people.querySelector(".people-found .person");
    if (!first && event.target.value === "") return;
    event.preventDefault();
    if (first) choose(people, first);
  });

  function choose(people, box) {
    const chosen = people.querySelector(".people-chosen");
    const input = box.querySelector("input");
    const search = people.querySelector("input[type=search]");
    if ("single" in people.dataset) chosen.replaceChildren();
    const same = [...chosen.querySelectorAll("input")].find((one) => one.value === input.value);
    if (same) same.checked = true;
    else chosen.append(box);
    input.checked = true;
    search.value = "";
    people.querySelector(".people-found").replaceChildren();
    search.focus();
  }
})();
