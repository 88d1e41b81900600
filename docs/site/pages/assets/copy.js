// A button over each of the two codes copies its file, whole.
function put(text) {
  if (navigator.clipboard && window.isSecureContext) {
    return navigator.clipboard.writeText(text);
  }
  const area = document.createElement("textarea"); // pages opened as files
  area.value = text;
  document.body.appendChild(area);
  area.select();
  document.execCommand("copy");
  area.remove();
  return Promise.resolve();
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("button.copy");
  if (!button) return;
  const bytes = Uint8Array.from(atob(button.dataset.file), (c) => c.charCodeAt(0));
  put(new TextDecoder().decode(bytes)).then(() => {
    const said = button.textContent;
    button.textContent = "\u2713";
    setTimeout(() => { button.textContent = said; }, 1500);
  });
});
