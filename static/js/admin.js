// The admin's searchable choices stand in for a select that is out of sight: each takes the name of its label.
const nameChoices = () => {
  for (const select of document.querySelectorAll("select.admin-autocomplete")) {
    const label = select.labels[0];
    const shown = select.nextElementSibling?.querySelector("[role=combobox]");
    if (!label || !shown) continue;
    label.id ||= `${select.id}_label`;
    shown.setAttribute("aria-labelledby", `${label.id} select2-${select.id}-container`);
    shown.firstElementChild.setAttribute("aria-labelledby", label.id);
  }
};
// After the admin's own scripts have made them, which they do in the same way.
window.django?.jQuery?.(nameChoices);
document.addEventListener("formset:added", nameChoices);
