import type { ReactNode } from "react";
import { useChat, useChatState } from "../chat/chat-context.ts";
import type { AnswerStep, AssistantNode, ConversationId } from "../data/index.ts";
import { Icon } from "../parts/icon.tsx";
import { focusComposer } from "../shell/focus.ts";

interface AnswerEndProps {
  readonly id: ConversationId;
  readonly node: AssistantNode;
}

/** Says so when an answer did not simply end. */
export function AnswerEnd({ id, node }: AnswerEndProps) {
  switch (node.status) {
    case "failed":
      return (
        <EndNotice id={id} node={node} danger={true} retry={node.error?.retryable === true ? "Try again" : null}>
          {node.error?.message ?? "The answer failed."}
        </EndNotice>
      );
    case "interrupted":
      return (
        <EndNotice id={id} node={node} retry="Ask again">
          The page was closed while this answer was being written.
        </EndNotice>
      );
    case "stopped":
      return (
        <EndNotice id={id} node={node}>
          You stopped this answer.
        </EndNotice>
      );
    case "done":
      return <Shortcoming id={id} node={node} />;
    case "waiting":
    case "running":
      return <Elsewhere id={id} node={node} />;
  }
}

function Elsewhere({ id, node }: AnswerEndProps) {
  const runsHere = useChatState(({ running }) => running.get(id)?.node === node.id);
  if (runsHere) return null;
  return (
    <EndNotice id={id} node={node}>
      This answer is being written in another tab.
    </EndNotice>
  );
}

function Shortcoming({ id, node }: AnswerEndProps) {
  if (node.finishReason === "length")
    return (
      <EndNotice id={id} node={node}>
        The answer was cut off: it reached the{" "}
        {node.settings.sampling.maxTokens === null ? "end of the context" : "most tokens that the settings allow"}.
      </EndNotice>
    );
  if (node.finishReason === "rounds")
    return (
      <EndNotice id={id} node={node}>
        The limit of rounds with tools was reached before an answer.
      </EndNotice>
    );
  if (isSilent(node.steps.at(-1)))
    return (
      <EndNotice id={id} node={node} retry="Ask again">
        Hermes ended without an answer.
      </EndNotice>
    );
  return null;
}

function isSilent(step: AnswerStep | undefined): boolean {
  return step === undefined || (step.content.trim() === "" && step.calls.length + step.invalidCalls.length === 0);
}

interface EndNoticeProps extends AnswerEndProps {
  readonly danger?: boolean;
  /** Words on the button that asks again; null for none. */
  readonly retry?: string | null;
  readonly children: ReactNode;
}

function EndNotice({ id, node, danger = false, retry = null, children }: EndNoticeProps) {
  const data = useChat();
  const busy = useChatState(({ running }) => running.has(id));
  const again = () => {
    void data.regenerate(id, node.id);
    focusComposer();
  };
  return (
    <div className={danger ? "notice danger" : "notice"}>
      {danger && <Icon name="warning" />}
      <p>{children}</p>
      {retry !== null && (
        <button type="button" className="button small" disabled={busy} onClick={again}>
          {retry}
        </button>
      )}
    </div>
  );
}
