import { memo, useCallback, useMemo } from "react";
import { useChatState } from "../chat/chat-context.ts";
import { type Conversation, type PathEntry, pathEntries } from "../data/index.ts";
import { Icon } from "../parts/icon.tsx";
import { AssistantMessage } from "./assistant-message.tsx";
import type { BranchPosition } from "./branch-arrows.tsx";
import { useStickToEnd } from "./use-stick-to-end.ts";
import { UserMessage } from "./user-message.tsx";
import "./thread.css";

/** The messages of the branch shown. Follows a growing answer unless the reader has scrolled up. */
export const Thread = memo(function Thread({ conversation }: { readonly conversation: Conversation }) {
  const { id, leaf } = conversation;
  const running = useChatState((snapshot) => snapshot.running.get(id) ?? null);
  const entries = useMemo(() => pathEntries(conversation), [conversation]);
  const asked = entries.findLast(({ node }) => node.role === "user")?.node.id ?? null;
  const { scroller, content, atEnd, toEnd } = useStickToEnd(`${id}/${asked}`);
  const draw = useCallback(
    ({ node, siblings, index }: PathEntry) => {
      const position: BranchPosition = {
        index,
        count: siblings.length,
        previous: siblings[index - 1] ?? null,
        next: siblings[index + 1] ?? null,
      };
      const isLast = node.id === leaf;
      if (node.role === "user") return <UserMessage key={node.id} id={id} node={node} isLast={isLast} {...position} />;
      const own = running?.node === node.id ? running : null;
      return <AssistantMessage key={node.id} id={id} node={node} running={own} isLast={isLast} {...position} />;
    },
    [id, leaf, running],
  );
  return (
    <div className="thread-frame">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section ref={scroller} className="thread" aria-label="Messages" tabIndex={0}>
        <div ref={content} className="messages">
          {entries.map(draw)}
        </div>
      </section>
      {!atEnd && (
        <button type="button" className="button to-end" onClick={toEnd}>
          <Icon name="down" />
          To the end
        </button>
      )}
    </div>
  );
});
