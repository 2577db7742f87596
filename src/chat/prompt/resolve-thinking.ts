import { promptInvalid } from "./message-fields.ts";

/** Every name under which clients send the thinking switch. */
export interface ThinkingFields {
  readonly thinking?: unknown;
  readonly enable_thinking?: unknown;
  readonly keep_cots?: unknown;
  readonly reasoning?: unknown;
  readonly reasoning_effort?: unknown;
  readonly chat_template_kwargs?: unknown;
}

/** Undefined where no field speaks of it. */
export interface ThinkingChoice {
  readonly thinking: boolean | undefined;
  readonly keepCots: boolean | undefined;
}

const EFFORTS: Readonly<Record<string, boolean>> = {
  none: false,
  minimal: true,
  low: true,
  medium: true,
  high: true,
  xhigh: true,
  max: true,
};

interface Finding {
  readonly field: string;
  readonly value: boolean;
}

/**
 * One answer from all spellings of the thinking switch; null counts as not given. Throws `prompt-invalid` for a value
 * of the wrong type, an unknown effort word, and two fields that contradict each other (naming both).
 */
export function resolveThinking(fields: ThinkingFields): ThinkingChoice {
  const kwargs = readObject(fields.chat_template_kwargs, "chat_template_kwargs");
  const reasoning = readObject(fields.reasoning, "reasoning");
  return {
    thinking: agree([
      readBoolean(fields.thinking, "thinking"),
      readBoolean(fields.enable_thinking, "enable_thinking"),
      readBoolean(kwargs.thinking, "chat_template_kwargs.thinking"),
      readBoolean(kwargs.enable_thinking, "chat_template_kwargs.enable_thinking"),
      readBoolean(reasoning.enabled, "reasoning.enabled"),
      readEffort(reasoning.effort, "reasoning.effort"),
      readEffort(fields.reasoning_effort, "reasoning_effort"),
    ]),
    keepCots: agree([
      readBoolean(fields.keep_cots, "keep_cots"),
      readBoolean(kwargs.keep_cots, "chat_template_kwargs.keep_cots"),
    ]),
  };
}

function agree(findings: readonly (Finding | null)[]): boolean | undefined {
  const given = findings.filter((finding) => finding !== null);
  const first = given[0];
  const other = given.find((finding) => finding.value !== first?.value);
  if (first === undefined || other === undefined) return first?.value;
  throw promptInvalid(other.field, `contradicts ${first.field}: one says on, the other off; send only one of them`);
}

function readBoolean(value: unknown, field: string): Finding | null {
  if (value === undefined || value === null) return null;
  if (typeof value === "boolean") return { field, value };
  throw promptInvalid(field, `is ${JSON.stringify(value)}; only true, false and null are accepted`);
}

function readEffort(value: unknown, field: string): Finding | null {
  if (value === undefined || value === null) return null;
  const thinks = typeof value === "string" && Object.hasOwn(EFFORTS, value) ? EFFORTS[value] : undefined;
  if (thinks !== undefined) return { field, value: thinks };
  throw promptInvalid(field, `is ${JSON.stringify(value)}; efforts are ${Object.keys(EFFORTS).join(", ")}`);
}

function readObject(value: unknown, field: string): Record<string, unknown> {
  if (value === undefined || value === null) return {};
  if (typeof value === "object" && !Array.isArray(value)) return value as Record<string, unknown>;
  throw promptInvalid(field, "is not an object");
}
