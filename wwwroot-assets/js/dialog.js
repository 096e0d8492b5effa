// Native dialogs: opened and closed by the browser, so that Esc, focus and the backdrop need no code of ours.

export function open(id) {
  const dialog = document.getElementById(id);
  if (dialog && !dialog.open) dialog.showModal();
}

export function close(id) {
  const dialog = document.getElementById(id);
  if (!dialog?.open) return;
  dialog.querySelectorAll("input[autofocus]").forEach(field => { field.value = ""; });
  dialog.close();
}
