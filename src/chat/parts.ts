/** Why a tool-call block is not a call. */
export type InvalidReason = "empty" | "not-json" | "bad-json" | "no-name" | "truncated" | "trailing-text";

/** What was mended or is odd about a call. */
export type CallNote = "control-characters-escaped" | "unwrapped-string" | "arguments-not-an-object";

/** Parts of an answer in order. Joining all `raw` gives the answer back exactly. */
export type OutputPart =
  | { readonly type: "reasoning"; readonly raw: string; readonly text: string; readonly closed: boolean }
  | { readonly type: "content"; readonly raw: string; readonly text: string }
  | {
      readonly type: "call";
      readonly raw: string;
      readonly name: string;
      /** JSON text, the model's own bytes. */
      readonly arguments: string;
      readonly closed: boolean;
      readonly notes: readonly CallNote[];
    }
  | { readonly type: "invalid"; readonly raw: string; readonly reason: InvalidReason };
