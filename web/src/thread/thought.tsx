import { Collapsible } from "radix-ui";
import { useState } from "react";
import { useChat, useChatState } from "../chat/chat-context.ts";
import { formatCount, formatSeconds } from "../chat/format.ts";
import type { ConversationId, Reasoning } from "../data/index.ts";
import { Icon } from "../parts/icon.tsx";
import { focusComposer } from "../shell/focus.ts";
import "./thought.css";

interface ThoughtProps {
  readonly id: ConversationId;
  readonly reasoning: Reasoning;
  readonly canEnd: boolean;
}

/** The reasoning before an answer: open while it runs, folded afterwards unless the user wants otherwise. */
export function Thought({ id, reasoning, canEnd }: ThoughtProps) {
  const fold = useChatState(({ preferences }) => preferences.foldReasoning);
  const [choice, setChoice] = useState<boolean | null>(null);
  const open = choice ?? (!reasoning.ended || !fold);
  return (
    <Collapsible.Root className="thought" open={open} onOpenChange={setChoice}>
      <div className="thought-head">
        <Collapsible.Trigger className="thought-toggle">
          <Icon name={open ? "down" : "right"} />
          <span className={reasoning.ended ? "" : "shimmer"}>{thoughtTitle(reasoning)}</span>
          <span className="thought-count">{formatCount(reasoning.tokens, "token")}</span>
        </Collapsible.Trigger>
        {canEnd && <AnswerNow id={id} />}
      </div>
      <Collapsible.Content className={reasoning.ended ? "thought-text" : "thought-text running"}>
        <p>{reasoning.text.trim()}</p>
      </Collapsible.Content>
    </Collapsible.Root>
  );
}

function thoughtTitle({ ended, closed, elapsedMs }: Reasoning): string {
  // A small model thinks faster than its answers arrive.
  const time = elapsedMs < 50 ? "a moment" : formatSeconds(elapsedMs);
  if (!ended) return `Thinking for ${time}`;
  return closed ? `Thought for ${time}` : `Thought for ${time}, unfinished`;
}

/** Ends the thought; the answer follows. */
function AnswerNow({ id }: { readonly id: ConversationId }) {
  const data = useChat();
  const [asked, setAsked] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const end = async () => {
    setAsked(true);
    focusComposer();
    const reason = await data.endThought(id);
    setProblem(reason);
    if (reason !== null) setAsked(false);
  };
  return (
    <>
      {problem !== null && <span className="hint">{problem}</span>}
      <button type="button" className="button small answer-now" disabled={asked} onClick={() => void end()}>
        Answer now
      </button>
    </>
  );
}
