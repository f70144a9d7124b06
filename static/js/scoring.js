// Keys of a juror's sheet: a number answers a criterion, J and K go to the next candidate and back, saving what is here.
const sheet = document.querySelector("[data-keys]");
const groups = [...sheet.querySelectorAll(".kriteeri")];
const WRITES = "textarea, select, [contenteditable], input:not([type=radio], [type=checkbox])";

// The criterion where the focus is, else the first without an answer.
const current = () =>
  groups.find((group) => group.contains(document.activeElement)) ??
  groups.find((group) => !group.querySelector("input:checked")?.value) ??
  groups[0];

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || event.target.matches(WRITES)) return;
  const way = [...sheet.elements].find((control) => control.dataset.key === event.key.toLowerCase());
  if (way) {
    event.preventDefault();
    sheet.requestSubmit(way);
    return;
  }
  if (!/^[0-9]$/.test(event.key)) return;
  const group = current();
  const answer = group?.querySelector(`input[value="${event.key}"]`);
  if (!answer) return;
  event.preventDefault();
  answer.checked = true;
  answer.dispatchEvent(new Event("input", { bubbles: true }));
  const next = groups[groups.indexOf(group) + 1];
  (next?.querySelector("input:checked") ?? next?.querySelector("input") ?? answer).focus();
});
