import { createVocabulary, GrammarCompiler, type Vocabulary } from "../../grammar/index.ts";
import { findModelFolder } from "../model-folder.ts";

/** What grammars need of a tokenizer. */
export interface Tables {
  readonly compiler: GrammarCompiler;
  readonly vocabulary: Vocabulary;
}

export async function loadTables(folder: string): Promise<Tables> {
  const { loadTokenizer } = await import("../../tokenizer/index.ts");
  const tokenizer = await loadTokenizer(findModelFolder(folder));
  const compiler = new GrammarCompiler(tokenizer);
  // Makes the tables of the vocabulary, so that the first schema does not pay for them.
  compiler.compile({ type: "choice", choices: ["yes"] });
  return { compiler, vocabulary: createVocabulary(tokenizer) };
}
