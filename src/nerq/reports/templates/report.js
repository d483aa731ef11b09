"use strict";
(() => {
  const table = document.getElementById("table");
  if (!table) return;
  const bodies = Array.from(table.tBodies);
  const form = document.querySelector(".filters");
  const search = document.getElementById("search");
  const outcome = document.getElementById("outcome");
  const kind = document.getElementById("kind");
  const shown = document.getElementById("shown");
  const unfold = document.getElementById("unfold");
  const texts = new Map(bodies.map((body) => [body, body.textContent.toLowerCase()]));

  const setOpen = (body, isOpen) => {
    body.rows[1].hidden = !isOpen;
    body.querySelector(".target button").setAttribute("aria-expanded", String(isOpen));
  };

  for (const body of bodies) {
    const cell = body.querySelector(".target");
    const button = document.createElement("button");
    button.type = "button";
    button.setAttribute("aria-controls", body.rows[1].id);
    button.append(cell.firstChild);
    cell.prepend(button);
    button.addEventListener("click", () => setOpen(body, body.rows[1].hidden));
    setOpen(body, false);
  }

  const filter = () => {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    let number = 0;
    for (const body of bodies) {
      const isShown =
        (!outcome.value || body.dataset.outcome === outcome.value) &&
        (!kind.value || body.dataset.kind === kind.value) &&
        words.every((word) => texts.get(body).includes(word));
      body.hidden = !isShown;
      if (isShown) number += 1;
    }
    shown.textContent = `${number} of ${bodies.length} shown`;
  };

  const heads = Array.from(table.tHead.rows[0].cells);
  const collator = new Intl.Collator("en", { numeric: true, sensitivity: "base" });
  const valueOf = (body, column) => {
    const cell = body.rows[0].cells[column];
    return "value" in cell.dataset ? cell.dataset.value : cell.textContent.trim();
  };
  const compare = (a, b, isNumber, sign) => {
    if (!isNumber) return sign * collator.compare(a, b);
    if (a === "" || b === "") return (a === "") - (b === "");
    return sign * (Number(a) - Number(b));
  };
  const sort = (column) => {
    const head = heads[column];
    const isAscending = head.getAttribute("aria-sort") !== "ascending";
    const isNumber = head.dataset.type === "number" || head.dataset.type === "rank";
    for (const other of heads) other.removeAttribute("aria-sort");
    head.setAttribute("aria-sort", isAscending ? "ascending" : "descending");
    const keyed = bodies.map((body) => [valueOf(body, column), body]);
    keyed.sort((a, b) => compare(a[0], b[0], isNumber, isAscending ? 1 : -1));
    table.append(...keyed.map((pair) => pair[1]));
  };

  heads.forEach((head, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => sort(column));
  });

  form.hidden = false;
  form.addEventListener("submit", (event) => event.preventDefault());
  search.addEventListener("input", filter);
  outcome.addEventListener("change", filter);
  kind.addEventListener("change", filter);
  unfold.addEventListener("click", () => {
    const isOpen = unfold.getAttribute("aria-pressed") !== "true";
    unfold.setAttribute("aria-pressed", String(isOpen));
    for (const body of bodies) setOpen(body, isOpen);
  });
  filter();
})();
