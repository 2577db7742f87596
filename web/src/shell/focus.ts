/** Moves the focus to the field of the active conversation, once what was asked for is drawn. */
export function focusComposer(): void {
  requestAnimationFrame(() => {
    const field = document.querySelector<HTMLElement>(".pane.active .composer-text, .pane .composer-text");
    field?.focus();
  });
}
