import type { NodeId } from "../data/index.ts";

/** Moves the focus to the field of the active conversation, once what was asked for is drawn. For controls that vanish when used. */
export function focusComposer(): void {
  focusSoon(() => document.querySelector<HTMLElement>(".pane.active .composer-text, .pane .composer-text"));
}

/** Moves the focus into another version of a message, to its arrow of that name or, at the end, to the one that leads back. */
export function focusVersion(node: NodeId, arrow: "previous" | "next"): void {
  focusSoon(() => {
    const message = document.getElementById(`from-${node}`)?.closest("article");
    const arrows = [...(message?.querySelectorAll<HTMLButtonElement>(".branches button:enabled") ?? [])];
    return (arrow === "previous" ? arrows.at(0) : arrows.at(-1)) ?? null;
  });
}

/** Frames that a long conversation may take until it is drawn. */
const mostFrames = 120;

/** Scrolls a message into view, once it is drawn. One frame later: in its first one a thread goes to its end. */
export function revealMessage(node: NodeId, framesLeft = mostFrames): void {
  requestAnimationFrame(() => {
    const message = document.getElementById(`from-${node}`)?.closest("article");
    if (message != null) requestAnimationFrame(() => message.scrollIntoView());
    else if (framesLeft > 0) revealMessage(node, framesLeft - 1);
  });
}

function focusSoon(find: () => HTMLElement | null): void {
  requestAnimationFrame(() => find()?.focus());
}
