/**
 * Writes the table of all settings into docs/guides/serving.md: node tools/settings-table.ts
 * It stands between `<!-- settings -->` and `<!-- end of settings -->`; a test compares.
 */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { listSettings, spellFlag, variableName } from "../src/config/index.ts";

export const servingGuide = fileURLToPath(new URL("../docs/guides/serving.md", import.meta.url));

const configRoom = fileURLToPath(new URL("../src/config/", import.meta.url));
const BLOCK = /(<!-- settings -->\n)[\s\S]*?(<!-- end of settings -->)/;
const DOCUMENTED = /\/\*\* ([^*]+) \*\/\n\s+(\w+): setting\(/g;

/** The guide with its table as it is today. */
export function updateSettings(guide: string): string {
  return guide.replace(BLOCK, (_block, begin: string, end: string) => `${begin}\n${renderTable()}\n${end}`);
}

/** What editors show beside a setting, by its last name. Throws where two settings share one. */
export function readNotes(): ReadonlyMap<string, string> {
  const notes = new Map<string, string>();
  const sections = readdirSync(`${configRoom}sections`).map((name) => `sections/${name}`);
  for (const file of ["settings.ts", ...sections]) {
    for (const [, note = "", name = ""] of readFileSync(configRoom + file, "utf8").matchAll(DOCUMENTED)) {
      if (notes.has(name)) throw new Error(`two settings are called ${name}`);
      notes.set(name, note);
    }
  }
  return notes;
}

function renderTable(): string {
  const notes = readNotes();
  const rows = listSettings().map(({ path, setting: { flag, kind, standard } }) => [
    code(path),
    kind.parseText === null ? "–" : code(variableName(path)),
    flag === null ? "–" : code(`--${standard === true ? "no-" : ""}${spellFlag(flag)}`),
    code(JSON.stringify(standard)),
    (notes.get(path.split(".").at(-1) ?? "") ?? "").replaceAll("|", "\\|"),
  ]);
  const head = ["setting", "variable", "flag", "default", "meaning"];
  return [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |\n`).join("");
}

function code(text: string): string {
  return `\`${text}\``;
}

if (import.meta.main) writeFileSync(servingGuide, updateSettings(readFileSync(servingGuide, "utf8")));
