import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { ensureCheckpoint } from "../checkpoints.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

/**
 * The 100 M shape with a tokenizer, so that its answers are text: nano's, filled up to the shape's vocabulary with made-up words that
 * no merge leads to. Gives the folder.
 */
export function ensureTextShape(): string {
  const shape = ensureCheckpoint("100m");
  const folder = join(root, "build/bench/100m-text");
  mkdirSync(folder, { recursive: true });
  for (const name of readdirSync(shape)) {
    if (!existsSync(join(folder, name))) symlinkSync(join(shape, name), join(folder, name));
  }
  const nano = join(root, "models/nano");
  copyFileSync(join(nano, "tokenizer_config.json"), join(folder, "tokenizer_config.json"));
  const { vocab_size } = JSON.parse(readFileSync(join(shape, "config.json"), "utf8")) as { vocab_size: number };
  const tokenizer = JSON.parse(readFileSync(join(nano, "tokenizer.json"), "utf8"));
  const ids: number[] = [...Object.values<number>(tokenizer.model.vocab), ...tokenizer.added_tokens.map(idOf)];
  for (let id = Math.max(...ids) + 1; id < vocab_size; id++) tokenizer.model.vocab[`Ġword${id}`] = id;
  writeFileSync(join(folder, "tokenizer.json"), JSON.stringify(tokenizer));
  return folder;
}

function idOf({ id }: { readonly id: number }): number {
  return id;
}
