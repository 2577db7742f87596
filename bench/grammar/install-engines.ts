import { installPackages } from "../install-packages.ts";

/** Installs the engines of constrained decoding on npm that we compare ourselves with (3 MB); gives the folder. */
export function installEngines(): string {
  return installPackages({
    folder: "peer-grammar",
    dependencies: { "@mlc-ai/web-xgrammar": "0.1.27", "@huggingface/transformers-structured-output": "4.3.0" },
    flags: ["--legacy-peer-deps"],
  });
}
