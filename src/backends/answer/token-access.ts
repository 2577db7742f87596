import { HermesError } from "../../errors.ts";
import type { Tokenizer } from "../../tokenizer/index.ts";
import type { EncodeOptions, TokenAccess } from "../contract.ts";

/** What of a model text becomes tokens by. */
interface EncodingModel {
  readonly tokenizer: Tokenizer;
  readonly bosToken: string | null;
}

/** A model's tokenizer for callers, who may ask for anything. */
export function createTokenAccess(model: EncodingModel): TokenAccess {
  const { tokenizer } = model;
  const { vocabularySize } = tokenizer;
  return {
    vocabularySize,
    encode: (text, options = {}) => encodeText(model, text, options),
    encodePrompt: ({ segments }) => tokenizer.encodeSegments(segments),
    decode(tokens) {
      checkTokens("tokens", tokens, vocabularySize);
      return tokenizer.decode(tokens);
    },
    tokenBytes(token) {
      checkTokens("token", [token], vocabularySize);
      return tokenizer.tokenBytes(token);
    },
  };
}

/** Text as tokens; see CompletionRequest for the options. */
export function encodeText({ tokenizer, bosToken }: EncodingModel, text: string, options: EncodeOptions): number[] {
  const { parseSpecial = false, addSpecial = true } = options;
  const tokens = parseSpecial ? tokenizer.encode(text) : tokenizer.encodeSegments([{ text, source: "user" }]);
  const begin = addSpecial && bosToken !== null ? tokenizer.idOf(bosToken) : undefined;
  return begin === undefined || (parseSpecial && tokens[0] === begin) ? tokens : [begin, ...tokens];
}

/** Throws HermesError "usage" for an id outside the vocabulary. */
export function checkTokens(argument: string, tokens: readonly number[], vocabularySize: number): void {
  const stranger = tokens.find((token) => !(Number.isInteger(token) && token >= 0 && token < vocabularySize));
  if (stranger === undefined) return;
  const most = Number.isFinite(vocabularySize) ? ` to ${vocabularySize - 1}` : "";
  const message = `${argument} holds ${stranger}; expected token ids from 0${most}.`;
  throw new HermesError("usage", message, { argument });
}
