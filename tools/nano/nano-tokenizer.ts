import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { loadTokenizer, type Tokenizer } from "../../src/tokenizer/index.ts";
import { trainBpe } from "../../src/train/index.ts";
import type { NanoData } from "./nano-data.ts";
import { nanoPhrases } from "./phrases.ts";

export const TOKENIZER_FILES = ["tokenizer.json", "tokenizer_config.json"] as const;

/** The tokenizer of a run folder; learnt from the training stream and written there when it is missing. */
export async function openRunTokenizer(
  folder: string,
  data: NanoData,
  sizes: { readonly vocabularySize: number; readonly contextLength: number },
): Promise<Tokenizer> {
  if (!existsSync(join(folder, TOKENIZER_FILES[0]))) {
    const { tokenizer, config } = trainBpe({ texts: data.vocabularyTexts(), phrases: nanoPhrases, ...sizes });
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, TOKENIZER_FILES[1]), `${JSON.stringify(config, null, 2)}\n`);
    writeFileSync(join(folder, TOKENIZER_FILES[0]), `${JSON.stringify(tokenizer, null, 1)}\n`);
  }
  return loadTokenizer(folder);
}
