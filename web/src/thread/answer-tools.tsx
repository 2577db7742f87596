import { useChat, useChatState } from "../chat/chat-context.ts";
import { formatCount, formatRate, formatSeconds } from "../chat/format.ts";
import { type AssistantNode, type ConversationId, textOf } from "../data/index.ts";
import { CopyButton } from "../parts/copy-button.tsx";
import { IconButton } from "../parts/icon-button.tsx";
import { focusComposer } from "../shell/focus.ts";
import { BranchArrows, type BranchPosition } from "./branch-arrows.tsx";

interface AnswerToolsProps {
  readonly id: ConversationId;
  readonly node: AssistantNode;
  readonly position: BranchPosition;
  readonly onEdit: () => void;
}

/** Below a finished answer: its versions, what can be done with it, how it came about. */
export function AnswerTools({ id, node, position, onEdit }: AnswerToolsProps) {
  const data = useChat();
  const busy = useChatState(({ running }) => running.has(id));
  const text = textOf(node);
  const again = () => {
    void data.regenerate(id, node.id);
    focusComposer();
  };
  const remove = () => {
    data.deleteBranch(id, node.id);
    focusComposer();
  };
  return (
    <div className="message-tools">
      <BranchArrows id={id} {...position} />
      <span className="message-actions">
        {text !== "" && <CopyButton label="Copy answer" text={() => text} />}
        <IconButton small icon="again" label="Answer again" disabled={busy} onClick={again} />
        {text !== "" && <IconButton small icon="edit" label="Edit answer" disabled={busy} onClick={onEdit} />}
        {position.count > 1 && (
          <IconButton small icon="trash" label="Delete this version" disabled={busy} onClick={remove} />
        )}
      </span>
      <span className="answer-facts">{factsOf(node)}</span>
    </div>
  );
}

/** "edited · 412 tokens/s · 128 tokens · 0.4 s" */
function factsOf({ edited, timings, usage }: AssistantNode): string {
  const facts: string[] = [];
  if (edited) facts.push("edited");
  if (timings !== null && timings.tokensPerSecond !== null) facts.push(formatRate(timings.tokensPerSecond));
  if (usage !== null) facts.push(formatCount(usage.completionTokens, "token"));
  if (timings !== null) facts.push(formatSeconds(timings.totalMs));
  return facts.join(" · ");
}
