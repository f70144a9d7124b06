// The list's results are swapped when a box is ticked: the folds that the visitor opened stay open, and the box has
// the focus still. What is swapped in is closed when htmx looks for it, and nothing in a closed fold takes the focus.
let folds = [];
let focused;

document.addEventListener("htmx:beforeSwap", () => {
  folds = [...document.querySelectorAll("#teot details[id]")].map((fold) => [fold.id, fold.open]);
  focused = document.activeElement.id;
});

document.addEventListener("htmx:afterSwap", () => {
  for (const [id, open] of folds) document.getElementById(id).open = open;
  if (document.activeElement === document.body) document.getElementById(focused)?.focus({ preventScroll: true });
});

// The head is not swapped: its feed is the one that the swapped page offers, also after going back.
for (const change of ["htmx:afterSwap", "htmx:historyRestore"]) {
  document.addEventListener(change, () => {
    document.querySelector("link[type='application/atom+xml']").href = document.getElementById("syote").href;
  });
}

// When the swap fails, the form goes the ordinary way, and the visitor sees what is wrong.
for (const fault of ["htmx:sendError", "htmx:responseError"]) {
  document.addEventListener(fault, (event) => event.detail.elt.submit());
}
