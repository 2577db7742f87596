import { readFileSync } from "node:fs";

/** Scripts of the page, those first that others use. */
const SCRIPTS = ["elements", "unpack", "segments", "filter", "sample-list", "sample-view", "browse"] as const;

const STYLES = ["base", "plots", "samples"] as const;

const IMPORT = /^import\b[^;]*;\n/gm;
const EXPORT = /^export (?=(?:async )?(?:function|const|class)\b)/gm;

/** One script: the modules one after the other, which is all the bundling that files without equal names need. */
export function readPageScript(): string {
  const sources = SCRIPTS.map((name) => readAsset(`${name}.js`).replace(IMPORT, "").replace(EXPORT, ""));
  return `${sources.join("\n")}\nbrowse();\n`;
}

export function readPageStyle(): string {
  return STYLES.map((name) => readAsset(`${name}.css`)).join("\n");
}

function readAsset(name: string): string {
  return readFileSync(new URL(`./page/${name}`, import.meta.url), "utf8");
}
