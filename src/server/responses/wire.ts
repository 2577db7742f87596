/** The objects of POST /v1/responses as they go over the wire; names and forms are OpenAI's. */

import type { WireInvalidCall, WireNotes, WireTimings } from "../answer/chat/wire.ts";

export type ItemStatus = "in_progress" | "completed" | "incomplete";

export interface WireLogprob {
  readonly token: string;
  readonly bytes: number[];
  readonly logprob: number;
  readonly top_logprobs: { readonly token: string; readonly bytes: number[]; readonly logprob: number }[];
}

export interface ReasoningText {
  readonly type: "reasoning_text";
  readonly text: string;
}

export interface OutputText {
  readonly type: "output_text";
  readonly text: string;
  readonly annotations: never[];
  readonly logprobs: WireLogprob[];
}

export interface ReasoningItem {
  readonly type: "reasoning";
  readonly id: string;
  readonly status: ItemStatus;
  /** Always empty: the whole thought is in `content`. */
  readonly summary: never[];
  readonly content: ReasoningText[];
}

export interface MessageItem {
  readonly type: "message";
  readonly id: string;
  readonly status: ItemStatus;
  readonly role: "assistant";
  readonly content: OutputText[];
}

export interface FunctionCallItem {
  readonly type: "function_call";
  readonly id: string;
  readonly status: ItemStatus;
  /** By which the result refers to the call. */
  readonly call_id: string;
  readonly name: string;
  /** JSON text. */
  readonly arguments: string;
}

export type OutputItem = ReasoningItem | MessageItem | FunctionCallItem;

/** Tokens. */
export interface ResponseUsage {
  readonly input_tokens: number;
  readonly input_tokens_details: { readonly cached_tokens: number; readonly cache_write_tokens: number };
  readonly output_tokens: number;
  readonly output_tokens_details: { readonly reasoning_tokens: number };
  readonly total_tokens: number;
}

/** What a response says of its request. */
export interface RequestEcho {
  readonly model: string;
  readonly instructions: string | null;
  readonly max_output_tokens: number | null;
  readonly max_tool_calls: number | null;
  readonly metadata: Readonly<Record<string, string>>;
  readonly parallel_tool_calls: boolean;
  readonly prompt_cache_key: string | null;
  readonly reasoning: { readonly effort: string | null; readonly summary: null };
  readonly safety_identifier: string | null;
  /** What the answer is drawn with; null where the endpoint behind decides. */
  readonly temperature: number | null;
  /** The format as it was sent. */
  readonly text: { readonly format: unknown };
  readonly tool_choice: unknown;
  readonly tools: readonly unknown[];
  readonly top_logprobs: number;
  readonly top_p: number | null;
  readonly user: string | null;
}

export type ResponseStatus = "in_progress" | "completed" | "incomplete" | "failed";

export interface ResponseObject extends RequestEcho {
  readonly id: string;
  readonly object: "response";
  /** Seconds since 1970, here and in completed_at. */
  readonly created_at: number;
  readonly completed_at: number | null;
  readonly status: ResponseStatus;
  readonly output: readonly OutputItem[];
  readonly error: { readonly code: string; readonly message: string } | null;
  readonly incomplete_details: { readonly reason: "max_output_tokens" } | null;
  readonly usage: ResponseUsage | null;
  /** Ours, where there are any: blocks of the answer that are no calls. */
  readonly invalid_tool_calls?: readonly WireInvalidCall[];
  /** Ours, behind the end of an answer, as on the chat route. */
  readonly timings?: WireTimings;
  readonly hermes?: WireNotes;
  readonly background: false;
  readonly previous_response_id: null;
  readonly service_tier: "default";
  readonly store: false;
  readonly truncation: "disabled";
}

/** Where in the output an event belongs. */
interface OfItem {
  readonly item_id: string;
  readonly output_index: number;
}

interface OfContent extends OfItem {
  /** An item of ours has one content part. */
  readonly content_index: 0;
}

/** An event but for its number. */
export type ResponseEvent =
  | {
      readonly type:
        | "response.created"
        | "response.in_progress"
        | "response.completed"
        | "response.incomplete"
        | "response.failed";
      readonly response: ResponseObject;
    }
  | { readonly type: "error"; readonly message: string; readonly code: string; readonly param: string | null }
  | {
      readonly type: "response.output_item.added" | "response.output_item.done";
      readonly output_index: number;
      readonly item: OutputItem;
    }
  | (OfContent & {
      readonly type: "response.content_part.added" | "response.content_part.done";
      readonly part: ReasoningText | OutputText;
    })
  | (OfContent & { readonly type: "response.reasoning_text.delta"; readonly delta: string })
  | (OfContent & { readonly type: "response.reasoning_text.done"; readonly text: string })
  | (OfContent & {
      readonly type: "response.output_text.delta";
      readonly delta: string;
      readonly logprobs: WireLogprob[];
    })
  | (OfContent & {
      readonly type: "response.output_text.done";
      readonly text: string;
      readonly logprobs: WireLogprob[];
    })
  | (OfItem & { readonly type: "response.function_call_arguments.delta"; readonly delta: string })
  | (OfItem & { readonly type: "response.function_call_arguments.done"; readonly arguments: string });

/** As it is sent. Numbers rise by one from 0. */
export type NumberedEvent = ResponseEvent & { readonly sequence_number: number };
