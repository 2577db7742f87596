import { memo, useState } from "react";
import { useChat } from "../chat/chat-context.ts";
import { type AssistantNode, type ConversationId, type RunningState, textOf } from "../data/index.ts";
import { Wing } from "../parts/wing.tsx";
import { focusComposer } from "../shell/focus.ts";
import { AnswerEnd } from "./answer-end.tsx";
import { AnswerStepView } from "./answer-step.tsx";
import { AnswerTools } from "./answer-tools.tsx";
import type { BranchPosition } from "./branch-arrows.tsx";
import { MessageEditor } from "./message-editor.tsx";
import { WaitingLine } from "./waiting-line.tsx";

interface AssistantMessageProps extends BranchPosition {
  readonly id: ConversationId;
  readonly node: AssistantNode;
  /** Given while this very answer runs. */
  readonly running: RunningState | null;
  readonly isLast: boolean;
}

/** An answer: its steps, how it ended, what can be done with it. */
export const AssistantMessage = memo(function AssistantMessage(props: AssistantMessageProps) {
  const { id, node, running, isLast, ...position } = props;
  const data = useChat();
  const [editing, setEditing] = useState(false);
  const cancel = () => {
    setEditing(false);
    focusComposer();
  };
  const save = (text: string) => {
    cancel();
    if (text !== textOf(node)) void data.edit(id, node.id, text);
  };
  return (
    <article
      className={isLast ? "message assistant last" : "message assistant"}
      aria-labelledby={`from-${node.id}`}
      aria-busy={running !== null}
    >
      <span className={running === null ? "avatar" : "avatar running"}>
        <Wing />
      </span>
      <div className="answer">
        <h2 id={`from-${node.id}`} className="unseen">
          Hermes
        </h2>
        {editing ? (
          <MessageEditor label="The answer" text={textOf(node)} action="Keep" onSave={save} onCancel={cancel} />
        ) : (
          <Answer id={id} node={node} running={running} position={position} onEdit={() => setEditing(true)} />
        )}
      </div>
    </article>
  );
});

interface AnswerProps {
  readonly id: ConversationId;
  readonly node: AssistantNode;
  readonly running: RunningState | null;
  readonly position: BranchPosition;
  readonly onEdit: () => void;
}

function Answer({ id, node, running, position, onEdit }: AnswerProps) {
  return (
    <>
      {node.steps.map((step, index) => (
        <AnswerStepView
          // biome-ignore lint/suspicious/noArrayIndexKey: steps are only ever added at the end
          key={index}
          id={id}
          step={step}
          jsonView={node.settings.jsonView}
          running={index === node.steps.length - 1 ? running : null}
        />
      ))}
      {running !== null && <WaitingLine running={running} />}
      <AnswerEnd id={id} node={node} />
      {running === null && <AnswerTools id={id} node={node} position={position} onEdit={onEdit} />}
    </>
  );
}
