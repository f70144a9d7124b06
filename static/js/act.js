// An act's page: copy its address and print it. Without scripts the address stands in a field, and browsers print.
for (const button of document.querySelectorAll("[data-copy], [data-print]")) button.hidden = false;

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy], [data-print]");
  if (!button) return;
  if ("print" in button.dataset) return window.print();
  const field = document.querySelector(button.dataset.copy);
  try {
    await navigator.clipboard.writeText(field.value);
  } catch {
    field.select();
    return;
  }
  button.querySelector("span").textContent = button.dataset.done;
  document.querySelector("#kopioitu").textContent = button.dataset.done;
});
