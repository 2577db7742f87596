/** The two prompt formats of the Hermes 4 family. */
export type ProfileName = "llama3" | "chatml";

/** Everything in which the two formats differ. A turn is `roleStart ROLE roleEnd textStart TEXT turnEnd`. */
export interface Profile {
  readonly name: ProfileName;
  /** First bytes of the prompt; null where the format has none. */
  readonly bosToken: string | null;
  readonly roleStart: string;
  readonly roleEnd: string;
  readonly textStart: string;
  /** Stands in place of `textStart` in a system turn with a tools block. */
  readonly toolsTextStart: string;
  readonly turnEnd: string;
  readonly endOfTurnToken: string;
  /** Control tokens that end an answer: end of turn, end of text, and the start of a turn (a missed end). */
  readonly stopTokens: readonly string[];
}

export const profiles: Readonly<Record<ProfileName, Profile>> = {
  llama3: {
    name: "llama3",
    bosToken: "<|begin_of_text|>",
    roleStart: "<|start_header_id|>",
    roleEnd: "<|end_header_id|>\n",
    textStart: "\n",
    toolsTextStart: "",
    turnEnd: "<|eot_id|>",
    endOfTurnToken: "<|eot_id|>",
    stopTokens: ["<|eot_id|>", "<|end_of_text|>", "<|start_header_id|>"],
  },
  chatml: {
    name: "chatml",
    bosToken: null,
    roleStart: "<|im_start|>",
    roleEnd: "",
    textStart: "\n",
    toolsTextStart: "\n",
    turnEnd: "<|im_end|>\n",
    endOfTurnToken: "<|im_end|>",
    stopTokens: ["<|im_end|>", "<|endoftext|>", "<|im_start|>"],
  },
};
