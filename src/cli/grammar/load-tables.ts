import { createVocabulary, GrammarCompiler, type Vocabulary } from "../../grammar/index.ts";
import { findModelFolder } from "../model-folder.ts";
import { feedTokens } from "./feed-tokens.ts";

/** What grammars need of a tokenizer. */
export interface Tables {
  readonly compiler: GrammarCompiler;
  readonly vocabulary: Vocabulary;
}

const COMMON = {
  type: "object",
  properties: {
    name: { type: "string", minLength: 1 },
    kind: { enum: ["a", "b"] },
    sizes: { items: { type: "number" } },
  },
  required: ["name"],
};

/** Makes the tables of the vocabulary, and times nothing before its code is warm: else the first schema would pay for both. */
export async function loadTables(folder: string): Promise<Tables> {
  const { loadTokenizer } = await import("../../tokenizer/index.ts");
  const tokenizer = await loadTokenizer(findModelFolder(folder));
  const compiler = new GrammarCompiler(tokenizer);
  const vocabulary = createVocabulary(tokenizer);
  const grammar = compiler.compile({ type: "json-schema", schema: COMMON });
  feedTokens(grammar.createMatcher(), vocabulary, '{"name": "Ada", "kind": "a", "sizes": [1, 2.5], "more": true}');
  return { compiler, vocabulary };
}
