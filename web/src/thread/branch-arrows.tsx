import { useChat } from "../chat/chat-context.ts";
import type { ConversationId, NodeId } from "../data/index.ts";
import { IconButton } from "../parts/icon-button.tsx";
import { focusVersion } from "../shell/focus.ts";

/** Where a message stands among its siblings. */
export interface BranchPosition {
  readonly index: number;
  readonly count: number;
  readonly previous: NodeId | null;
  readonly next: NodeId | null;
}

/** Leads to the other versions of a message; nothing where there are none. */
export function BranchArrows({ id, index, count, previous, next }: BranchPosition & { readonly id: ConversationId }) {
  const data = useChat();
  if (count < 2) return null;
  const show = (node: NodeId | null, arrow: "previous" | "next") => {
    if (node === null) return;
    data.showNode(id, node);
    focusVersion(node, arrow);
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for forms
    <span className="branches" role="group" aria-label="Versions">
      <IconButton
        small
        icon="left"
        label="Previous version"
        disabled={previous === null}
        onClick={() => show(previous, "previous")}
      />
      <span className="branch-place">
        <span aria-hidden="true">{`${index + 1}/${count}`}</span>
        <span className="unseen">{`Version ${index + 1} of ${count}`}</span>
      </span>
      <IconButton small icon="right" label="Next version" disabled={next === null} onClick={() => show(next, "next")} />
    </span>
  );
}
