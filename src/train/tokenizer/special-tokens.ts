import { hermesTags } from "../../tokenizer/index.ts";

/** Llama 3.1's protocol tokens by string, in the order of its tokenizer. */
export const llamaSpecialTokens: readonly string[] = Object.freeze([
  "<|begin_of_text|>",
  "<|end_of_text|>",
  "<|finetune_right_pad_id|>",
  "<|start_header_id|>",
  "<|end_header_id|>",
  "<|eom_id|>",
  "<|eot_id|>",
  "<|python_tag|>",
]);

/** Everything a training text is cut at: no merge may cross or build one of these. */
export const namedAddedTokens: readonly string[] = Object.freeze([...llamaSpecialTokens, ...hermesTags]);

export interface NewAddedToken {
  readonly content: string;
  readonly special: boolean;
}

/** The added tokens in id order: protocol tokens, Hermes tags, then `reserved` spare ones. */
export function listAddedTokens(reserved: number): NewAddedToken[] {
  return [
    ...llamaSpecialTokens.map((content) => ({ content, special: true })),
    ...hermesTags.map((content) => ({ content, special: false })),
    ...Array.from({ length: reserved }, (_, index) => ({
      content: `<|reserved_special_token_${index}|>`,
      special: true,
    })),
  ];
}
