import type { ValueKind } from "../values.ts";

export interface Parameter {
  /** The `{key}` of request, goal and answer templates. */
  readonly key: string;
  /** Names a tool may give this argument; one is drawn for each tool. */
  readonly names: readonly string[];
  readonly kind: ValueKind;
}

/**
 * One kind of tool. Every offered tool is drawn from a family: name, spelling, description and argument names vary,
 * while requests share at least one word with every name or description, so that a reader can match them.
 */
export interface ToolFamily {
  readonly id: string;
  /** Names in words ("get weather"); written as snake_case, camelCase and so on. */
  readonly names: readonly string[];
  readonly descriptions: readonly string[];
  readonly parameters: readonly Parameter[];
  /** What a user says, with `{key}` for every parameter. */
  readonly requests: readonly string[];
  /** For the thought: "The user wants GOAL." */
  readonly goal: string;
  /** The tool's answer: named fields, and the sentence made of them and of the parameters. Absent: never answered in training. */
  readonly result?: { readonly fields: readonly ResultField[]; readonly sentence: string };
}

export interface ResultField {
  readonly name: string;
  readonly kind: ValueKind;
}
