import type { GrammarNote } from "../contract.ts";
import type { Dialect } from "./dialect.ts";
import { pointerTo } from "./json-pointer.ts";
import { KEYWORDS } from "./keywords.ts";
import type { SchemaPlace } from "./schema-document.ts";

/** What to say of the keywords of a schema that its dialect does not know and therefore ignores. */
export function unknownKeywords({ value, pointer, resource }: SchemaPlace): readonly GrammarNote[] {
  if (typeof value === "boolean") return [];
  const { dialect } = resource;
  const isAlone = dialect.isolatesReferences && typeof value.get("$ref") === "string";
  return Array.from(value.keys()).flatMap((name) => {
    const message = dialect.keywords.has(name) ? siblingNote(name, isAlone, dialect) : unknownNote(name, dialect);
    return message === null ? [] : [{ pointer: pointerTo(pointer, name), message }];
  });
}

function siblingNote(name: string, isBesideReference: boolean, { draft }: Dialect): string | null {
  if (!isBesideReference || BESIDE_REFERENCES.has(name)) return null;
  return `${name} beside $ref is ignored in draft ${draft}`;
}

function unknownNote(name: string, { keywords, draft }: Dialect): string {
  if (ALL_NAMES.has(name)) return `${name} is no keyword of draft ${draft}, or its vocabulary is off; ignored`;
  const near = Array.from(keywords.keys()).find((keyword) => isOneErrorAway(name, keyword));
  return near === undefined ? `unknown keyword ${name}; ignored` : `unknown keyword ${name}; did you mean ${near}?`;
}

const ALL_NAMES: ReadonlySet<string> = new Set(KEYWORDS.map((row) => row.name));

/** What has no part in validation, or stays of use beside a reference. */
const BESIDE_REFERENCES: ReadonlySet<string> = new Set([
  ...["$ref", "$schema", "$id", "id", "$comment", "definitions"],
  ...KEYWORDS.filter(({ vocabulary }) => vocabulary === "meta-data").map((row) => row.name),
]);

/** Whether one letter is missing, too many, wrong or changed places with its neighbour, or only case differs. */
export function isOneErrorAway(name: string, keyword: string): boolean {
  if (keyword.length < 3 || name === keyword) return false;
  if (name.toLowerCase() === keyword.toLowerCase()) return true;
  let start = 0;
  while (start < name.length && name[start] === keyword[start]) start++;
  let end = 0;
  while (end < Math.min(name.length, keyword.length) - start && name.at(-1 - end) === keyword.at(-1 - end)) end++;
  const restOfName = name.slice(start, name.length - end);
  const restOfKeyword = keyword.slice(start, keyword.length - end);
  const isSwap = restOfName.length === 2 && restOfName === restOfKeyword[1]! + restOfKeyword[0]!;
  return isSwap || (restOfName.length <= 1 && restOfKeyword.length <= 1);
}
