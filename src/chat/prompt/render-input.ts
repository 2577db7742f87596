import type { PromptSegment } from "../../tokenizer/index.ts";
import type { ChatMessage, Tool } from "../types.ts";
import type { ProfileName } from "./profiles.ts";

/** `publisher` gives the bytes of the published template and fails where it fails; `guarded` mends its known faults. */
export type RenderMode = "guarded" | "publisher";

export interface RenderInput {
  readonly profile: ProfileName;
  readonly messages: readonly ChatMessage[];
  /** A list, or its JSON text (kept number by number and key by key). An empty list counts as no tools. */
  readonly tools?: readonly Tool[] | string | null;
  /** Ask for a thought before the answer; also strips earlier thoughts unless `keepCots`. Default false. */
  readonly thinking?: boolean | null;
  /** Keep earlier thoughts in the history. Default false. */
  readonly keepCots?: boolean | null;
  /** Open the assistant turn at the end. Default false. */
  readonly addGenerationPrompt?: boolean | null;
  /** First bytes; default the profile's. In publisher mode a missing one fails, as in the template. `chatml` has none. */
  readonly bosToken?: string | null;
  /** Default `guarded`. */
  readonly mode?: RenderMode;
  /** Where the thinking prompt goes when the caller has a system message; default `prepend`, in publisher mode `none`. */
  readonly thinkingWithSystem?: "prepend" | "append" | "none";
  /** Wording of the tools block; default `template`. `card` is guarded mode only. */
  readonly toolsText?: "template" | "card";
  /** Blank line after `</tools>`; default true. No public source settles it. */
  readonly toolsBlankLine?: boolean;
  /** Quotes around `<function-name>` in the call format; default true. No public source settles it. */
  readonly toolsQuotedName?: boolean;
  /** Leave the last message, an assistant one, open so that the model goes on with it. Default false. */
  readonly continueFinalMessage?: boolean;
  /** Role word of the opened turn (generation prompt or continued message); default `assistant`. */
  readonly openedRole?: string;
}

export type PromptWarningCode =
  | "end-of-turn-mismatch"
  | "tools-in-system-message"
  | "arguments-not-json"
  | "reasoning-not-continued";

export interface PromptWarning {
  readonly code: PromptWarningCode;
  readonly message: string;
}

export interface RenderedPrompt {
  readonly text: string;
  /** The same text by origin: joined texts are `text`. */
  readonly segments: readonly PromptSegment[];
  readonly warnings: readonly PromptWarning[];
  /** What the answer already begins with (a continued message); the answer parser starts behind it. */
  readonly prefill: string;
}
