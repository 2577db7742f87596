import { memo } from "react";
import type { AnswerStep, ConversationId, RunningState } from "../data/index.ts";
import { JsonAnswer } from "../json/json-answer.tsx";
import { parseJsonAnswer } from "../json/parse-json.ts";
import { MarkdownText } from "../markdown/markdown.tsx";
import { Icon } from "../parts/icon.tsx";
import { Thought } from "./thought.tsx";
import { ToolCard } from "./tool-card.tsx";

interface AnswerStepViewProps {
  readonly id: ConversationId;
  readonly step: AnswerStep;
  readonly jsonView: boolean;
  /** Given while this very step runs. */
  readonly running: RunningState | null;
}

/** A thought, the text behind it, and the calls of tools. */
export function AnswerStepView({ id, step, jsonView, running }: AnswerStepViewProps) {
  const { reasoning, content, calls, invalidCalls } = step;
  return (
    <>
      {reasoning !== null && (
        <Thought id={id} reasoning={reasoning} canEnd={running?.phase === "thinking" && running.canEndThought} />
      )}
      {content.trim() !== "" && <AnswerText text={content} jsonView={jsonView && running === null} />}
      {calls.map((call) => (
        <ToolCard key={call.id} id={id} call={call} running={running !== null} />
      ))}
      {invalidCalls.map(({ raw, reason }) => (
        <details key={raw} className="invalid-call">
          <summary>
            <Icon name="warning" />A call that could not be read: {reason}
          </summary>
          <pre>{raw}</pre>
        </details>
      ))}
    </>
  );
}

const AnswerText = memo(function AnswerText({ text, jsonView }: { readonly text: string; readonly jsonView: boolean }) {
  const value = jsonView ? parseJsonAnswer(text) : null;
  return value === null ? <MarkdownText text={text} /> : <JsonAnswer value={value} text={text} />;
});
