/** For tests with the real engine: nano as a GGUF file in F32, made once a run and removed at its end. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { makeGguf } from "../../../tools/make-gguf/make-gguf.ts";

export const nanoFolder = fileURLToPath(new URL("../../../models/nano", import.meta.url));

export interface NanoGguf {
  readonly file: string;
  remove(): void;
}

export function makeNanoGguf(type: "F32" | "Q8_0" = "F32"): NanoGguf {
  const folder = mkdtempSync(join(tmpdir(), "hermes-nano-gguf-"));
  const file = join(folder, "nano.gguf");
  makeGguf({ folder: nanoFolder, file, type });
  return { file, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
