import { HermesError } from "../../errors.ts";
import { COMPACT_SPACING, PYTHON_SPACING, renderJson } from "../json/python-json.ts";
import { parseRawJson } from "../json/raw-json.ts";
import { CARD_TOOLS, TEMPLATE_TOOLS } from "./fixed-texts.ts";
import type { RenderInput } from "./render-input.ts";
import type { SegmentWriter } from "./segment-writer.ts";

/** The tools of a prompt and the wording around them. */
export interface ToolsBlock {
  /** One JSON text a tool. */
  readonly tools: readonly string[];
  readonly head: string;
  readonly tail: string;
}

/** Reads `tools` and the options of its wording; null when there are no tools. Throws `prompt-invalid`. */
export function readTools(input: RenderInput): ToolsBlock | null {
  const tools: unknown = typeof input.tools === "string" ? parseRawJson(input.tools, "tools") : input.tools;
  if (tools === undefined || tools === null) return null;
  if (!Array.isArray(tools)) {
    const message = 'tools is not a list; give a list of { type: "function", function: { name, … } } or its JSON text';
    throw new HermesError("prompt-invalid", message, { field: "tools" });
  }
  if (tools.length === 0) return null;
  const card = input.toolsText === "card";
  const spacing = card ? COMPACT_SPACING : PYTHON_SPACING;
  const texts = tools.map((tool, index) => renderJson(tool, `tools[${index}]`, spacing));
  if (card) return { tools: texts, head: CARD_TOOLS.head, tail: CARD_TOOLS.end };
  const blankLine = (input.toolsBlankLine ?? true) ? TEMPLATE_TOOLS.blankLine : "";
  const example = (input.toolsQuotedName ?? true) ? TEMPLATE_TOOLS.quotedExample : TEMPLATE_TOOLS.bareExample;
  const tail = TEMPLATE_TOOLS.end + blankLine + TEMPLATE_TOOLS.callFormat + example + TEMPLATE_TOOLS.tail;
  return { tools: texts, head: TEMPLATE_TOOLS.head, tail };
}

export function printTools(writer: SegmentWriter, block: ToolsBlock): void {
  writer.write(block.head);
  for (const tool of block.tools) {
    writer.write("\n");
    // Tool descriptions may come from anywhere, so no tag inside them may become a token.
    writer.write(tool, "tool");
  }
  writer.write(block.tail);
}
