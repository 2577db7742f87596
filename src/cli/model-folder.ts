import { existsSync, statSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { HermesError } from "../errors.ts";

/** The model that comes with the package; two folders up both from the sources and from the built files. */
export const embeddedModel = fileURLToPath(new URL("../../models/nano", import.meta.url));

/** The folder to load: the user's, else the embedded model. Throws file-missing when it is no model folder. */
export function findModelFolder(chosen: string | undefined): string {
  const folder = chosen ?? embeddedModel;
  const isFolder = statSync(folder, { throwIfNoEntry: false })?.isDirectory() === true;
  if (isFolder && existsSync(`${folder}/config.json`)) return folder;
  const found = isFolder ? "a folder without config.json" : "no such folder";
  const advice =
    chosen === undefined
      ? "Name a model with --model DIR, or make the embedded one with `npm run nano:train`."
      : "Expected a Hugging Face model folder with config.json, tokenizer.json and safetensors files; check --model.";
  throw new HermesError("file-missing", `no model at ${folder}: ${found}. ${advice}`, { path: folder });
}
