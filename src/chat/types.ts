import type { RawJson } from "./json/raw-json.ts";

/** A plain JSON value. RawJson is the wider type that also keeps number spelling and key order of what was written. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

export interface TextPart {
  readonly type: "text";
  readonly text: string;
}

export interface ToolCallMessage {
  readonly id?: string;
  readonly type?: "function";
  /** `arguments` is JSON text (OpenAI's wire form) or a value. */
  readonly function: { readonly name: string; readonly arguments?: string | RawJson };
}

export type ChatRole = "system" | "developer" | "user" | "assistant" | "tool" | "function";

export interface ChatMessage {
  readonly role: ChatRole;
  readonly content?: string | readonly TextPart[] | null;
  readonly reasoning?: string | null;
  readonly reasoning_content?: string | null;
  readonly tool_calls?: readonly ToolCallMessage[] | null;
  readonly tool_call_id?: string;
  readonly name?: string;
}

export interface Tool {
  readonly type: "function";
  readonly function: {
    readonly name: string;
    readonly description?: string;
    readonly parameters?: RawJson;
    /** Refuse a schema that cannot be enforced. No part of the prompt. Default false: calls of such a tool take any object. */
    readonly strict?: boolean;
  };
}
