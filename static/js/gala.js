// The presenter's page: arrows, Page Up and Page Down, Home and End lead from one thing to say to the next.
const slides = [...document.querySelectorAll("main > section")];
const STEPS = { ArrowRight: 1, ArrowDown: 1, PageDown: 1, ArrowLeft: -1, ArrowUp: -1, PageUp: -1 };

function current() {
  const middle = innerHeight / 2;
  const found = slides.findIndex((slide) => slide.getBoundingClientRect().bottom > middle);
  return found === -1 ? slides.length - 1 : found;
}

function show(place) {
  const slide = slides[Math.min(Math.max(place, 0), slides.length - 1)];
  slide.scrollIntoView();
  slide.focus({ preventScroll: true });
}

addEventListener("keydown", (event) => {
  if (event.altKey || event.ctrlKey || event.metaKey) return;
  if (event.key === "Home") show(0);
  else if (event.key === "End") show(slides.length - 1);
  else if (event.key in STEPS) show(current() + STEPS[event.key]);
  else return;
  event.preventDefault();
});
