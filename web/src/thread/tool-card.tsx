import { useState } from "react";
import { useChat } from "../chat/chat-context.ts";
import { formatSeconds } from "../chat/format.ts";
import type { ConversationId, ToolCallRecord, ToolOutcome } from "../data/index.ts";
import { JsonFields } from "../json/json-tree.tsx";
import { JsonNumber, parseJson } from "../json/parse-json.ts";
import { Icon } from "../parts/icon.tsx";
import { focusComposer } from "../shell/focus.ts";
import "./tool-card.css";

interface ToolCardProps {
  readonly id: ConversationId;
  readonly call: ToolCallRecord;
  /** Its answer runs: the server waits for the user's yes. */
  readonly running: boolean;
}

/** A call of a tool, the question whether it may run, and what it gave. */
export function ToolCard({ id, call, running }: ToolCardProps) {
  const { name, source, state, approvalId, result } = call;
  const bad = result !== null && result.outcome !== "done";
  return (
    <section className={`tool-card ${state}`} aria-label={`Tool ${name}`}>
      <header className="tool-head">
        <Icon name="tool" />
        <code className="tool-name">{name}</code>
        {source !== null && <span className="tool-source">{source}</span>}
        <span className={bad ? "tool-state bad" : "tool-state"}>{stateLine(call)}</span>
      </header>
      <ToolText label="Arguments" text={call.arguments} />
      {running && approvalId !== null && <Approval id={id} approvalId={approvalId} name={name} />}
      {result !== null && result.content !== "" && <ToolText label="Result" text={result.content} />}
    </section>
  );
}

/** Long results start folded, in characters. */
const longText = 600;

/** The fields of a JSON object, anything else as it is. Arguments without fields say nothing. */
function ToolText({ label, text }: { readonly label: string; readonly text: string }) {
  const value = parseJson(text);
  const hasFields = typeof value === "object" && value !== null && !(value instanceof JsonNumber);
  if (hasFields && Object.keys(value).length === 0) return null;
  return (
    <details className="tool-text" open={text.length <= longText}>
      <summary>{label}</summary>
      {hasFields ? <JsonFields value={value} /> : <pre>{text}</pre>}
    </details>
  );
}

interface ApprovalProps {
  readonly id: ConversationId;
  readonly approvalId: string;
  readonly name: string;
}

function Approval({ id, approvalId, name }: ApprovalProps) {
  const data = useChat();
  const [answered, setAnswered] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const answer = async (approved: boolean) => {
    setAnswered(true);
    focusComposer();
    const reason = await data.approve(id, approvalId, approved);
    setProblem(reason);
    if (reason !== null) setAnswered(false);
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for forms
    <div className="approval" role="group" aria-label={`May ${name} run?`}>
      <p>{problem ?? "Hermes asks to run this tool."}</p>
      <button type="button" className="button small" disabled={answered} onClick={() => void answer(false)}>
        Refuse
      </button>
      <button type="button" className="button small primary" disabled={answered} onClick={() => void answer(true)}>
        <Icon name="check" />
        Allow once
      </button>
    </div>
  );
}

const outcomes: Readonly<Record<ToolOutcome, string>> = {
  done: "done",
  failed: "failed",
  refused: "refused",
  expired: "not answered in time",
  unknown: "there is no such tool",
  invalid: "arguments are no JSON object",
  skipped: "not run: too many rounds",
  cancelled: "cancelled",
};

function stateLine({ state, result }: ToolCallRecord): string {
  if (result !== null) {
    const time =
      result.outcome === "done" || result.outcome === "failed" ? ` in ${formatSeconds(result.elapsedMs)}` : "";
    return outcomes[result.outcome] + time;
  }
  if (state === "waiting-for-user") return "waits for you";
  return state === "running" ? "running …" : "called";
}
