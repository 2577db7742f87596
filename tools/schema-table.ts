import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const DRAFTS = ["draft4", "draft6", "draft7", "draft2019-09", "draft2020-12"];

const ratchet = fileURLToPath(new URL("../test/golden/json-schema-suite/machine.json", import.meta.url));

interface Ratchet {
  /** By draft and file of the suite: "right of all". */
  readonly byKeyword: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** The rows of the suite's table: a keyword (a file of the suite) in each draft, "-" where the draft has none. */
export function schemaRows(): string[][] {
  const { byKeyword } = JSON.parse(readFileSync(ratchet, "utf8")) as Ratchet;
  const keywords = new Set(DRAFTS.flatMap((draft) => Object.keys(byKeyword[draft] ?? {})));
  const rank = (keyword: string) =>
    keyword.startsWith("optional/format/") ? 2 : keyword.startsWith("optional/") ? 1 : 0;
  const sorted = [...keywords].toSorted((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1));
  return sorted.map((keyword) => [`\`${keyword}\``, ...DRAFTS.map((draft) => spell(byKeyword[draft]?.[keyword]))]);
}

/** "17" where all are right, "29 of 30" where not. */
function spell(counts: string | undefined): string {
  if (counts === undefined) return "-";
  const [right, all] = counts.split(" of ");
  return right === all ? `${all}` : counts;
}

export const schemaHead = ["keyword", "4", "6", "7", "2019-09", "2020-12"];
