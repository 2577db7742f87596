/** For tests with the real engine: nano as a GGUF model, to be removed by whoever made it. */
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

export function makeNanoGguf({ type = "F32", parts = 1 }: { type?: "F32" | "Q8_0"; parts?: number } = {}): NanoGguf {
  const folder = mkdtempSync(join(tmpdir(), "hermes-nano-gguf-"));
  const file = makeGguf({ folder: nanoFolder, file: join(folder, "nano.gguf"), type, parts });
  return { file, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
