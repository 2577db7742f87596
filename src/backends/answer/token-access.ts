import { HermesError } from "../../errors.ts";
import type { Encoding, Tokenizer } from "../../tokenizer/index.ts";
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
    async encodeInSlices(text, options = {}, mostTokens) {
      return (await encodeTextInSlices(model, text, options, mostTokens)).ids;
    },
    async encodePromptInSlices({ segments }, mostTokens) {
      return (await tokenizer.encodeSegmentsInSlices(segments, mostTokens)).ids;
    },
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
function encodeText(model: EncodingModel, text: string, options: EncodeOptions): number[] {
  const { tokenizer } = model;
  const tokens = options.parseSpecial ? tokenizer.encode(text) : tokenizer.encodeSegments([{ text, source: "user" }]);
  return withBegin(model, tokens, options);
}

/** As `encodeText`, in slices; ends early above `mostTokens`. */
export async function encodeTextInSlices(
  model: EncodingModel,
  text: string,
  options: EncodeOptions,
  mostTokens: number | undefined,
): Promise<Encoding> {
  const { tokenizer } = model;
  const { ids, whole } = await (options.parseSpecial
    ? tokenizer.encodeInSlices(text, mostTokens)
    : tokenizer.encodeSegmentsInSlices([{ text, source: "user" }], mostTokens));
  return { ids: withBegin(model, ids, options), whole };
}

function withBegin({ tokenizer, bosToken }: EncodingModel, tokens: number[], options: EncodeOptions): number[] {
  const { parseSpecial = false, addSpecial = true } = options;
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
