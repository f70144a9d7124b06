// A section's form: saves itself a moment after typing stops, and counts characters. Without scripts buttons save.
// Files are sent by a button alone.
const form = document.querySelector("[data-autosave]");
const report = form.querySelector("[data-status]");
const similar = document.querySelector("[data-similar]");
const words = form.dataset;
const PAUSE = 2000;
const AGAIN = 15000;
let timer, sending, stopped, shown;

// A later save of this page has a larger turn: one that is overtaken on the way is passed over.
const textOf = (data) => JSON.stringify([...data].filter(([name]) => !["seen", "note_seen", "turn"].includes(name)));
const written = () => {
  const data = new FormData(form);
  data.delete("files");
  return data;
};
let saved = textOf(written());

const later = (pause) => {
  clearTimeout(timer);
  if (!stopped) timer = setTimeout(save, pause);
};

const save = async () => {
  const data = written();
  const text = textOf(data);
  if (sending || stopped || text === saved) return;
  sending = true;
  data.set("turn", Date.now());
  data.set("autosave", "1");
  try {
    const response = await fetch(form.action, { method: "POST", body: data, headers: { Accept: "application/json" } });
    const answer = await response.json();
    if (response.ok) {
      saved = text;
      form.elements.seen.value = answer.number;
      for (const [name, value] of Object.entries(answer.fields ?? {})) form.elements[name].value = value;
      report.textContent = `${answer.errors ? words.partly : words.saved} ${answer.time}`;
      if (similar && answer.similar !== shown) similar.innerHTML = shown = answer.similar;
    } else {
      stopped = true;
      report.textContent = answer.text;
    }
  } catch {
    report.textContent = words.failed;
    later(AGAIN);
  }
  sending = false;
  if (!stopped && textOf(written()) !== saved) later(PAUSE);
};

const figure = (number) => number.toLocaleString(document.documentElement.lang);

// The text as the server will keep it: the rules are those of teot/texts.py and tekojentori/plain_text.py.
const NEWLINES = /\r\n|[\r\u2028\u2029]/g;
const WEIGHTLESS = /[\u200b\u2060\ufeff]/g;
const kept = (field) => {
  const text = field.value.replace(NEWLINES, "\n").replace(WEIGHTLESS, "").normalize("NFC").trim();
  return "line" in field.dataset ? text.replace(/\s+/g, " ") : text;
};

const count = (field) => {
  const left = field.dataset.limit - [...kept(field)].length;
  const line = document.getElementById(`${field.id}_count`);
  line.textContent = left < 0 ? `${words.over} ${figure(-left)}` : `${words.left} ${figure(left)}`;
  line.classList.toggle("is-over", left < 0);
};

for (const field of form.querySelectorAll("[data-limit]")) {
  const line = document.createElement("p");
  line.className = "count";
  line.id = `${field.id}_count`;
  field.after(line);
  field.setAttribute("aria-describedby", `${field.getAttribute("aria-describedby") ?? ""} ${line.id}`.trim());
  count(field);
}

form.addEventListener("input", (event) => {
  if (event.target.dataset.limit) count(event.target);
  later(PAUSE);
});
form.addEventListener("submit", () => {
  stopped = true;
  clearTimeout(timer);
  form.elements.turn.value = Date.now();
});
// Back to the page by the browser's own memory: it goes on saving.
window.addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  stopped = false;
  later(PAUSE);
});
