// A passkey that could not be used: the page says so and what to do. allauth's script tells of it by an event.
document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  document.querySelector("[data-passkey-fault]").hidden = false;
});
