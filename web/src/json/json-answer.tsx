import { useState } from "react";
import { MarkdownText } from "../markdown/markdown.tsx";
import { Icon } from "../parts/icon.tsx";
import { JsonTree } from "./json-tree.tsx";
import type { JsonValue } from "./parse-json.ts";

interface JsonAnswerProps {
  readonly value: JsonValue;
  /** As the model wrote it. */
  readonly text: string;
}

/** An answer that is JSON: a tree, or the text itself. */
export function JsonAnswer({ value, text }: JsonAnswerProps) {
  const [raw, setRaw] = useState(false);
  const fenced = text.trimStart().startsWith("```") ? text : `\`\`\`json\n${text.trim()}\n\`\`\``;
  return (
    <div className="json-answer">
      <button type="button" className="button small" aria-pressed={raw} onClick={() => setRaw(!raw)}>
        <Icon name="tree" />
        {raw ? "Show as tree" : "Show as text"}
      </button>
      {raw ? <MarkdownText text={fenced} /> : <JsonTree value={value} />}
    </div>
  );
}
