import { describe, expect, test } from "vitest";
import { isHermesError } from "../../errors.ts";
import type { ByteMachine } from "../contract.ts";
import { type JsonValue, readSchema } from "../schema-model/index.ts";
import {
  hasSuite,
  readSuite,
  readSuiteDocuments,
  SUITE_DRAFTS,
  type SuiteGroup,
} from "../schema-model/test-suite-files.ts";
import { compileSchema } from "./compile-schema.ts";
import { spellingsOf } from "./testing/spellings.ts";
import { accepts } from "./testing/walk.ts";

type Verdict = "right" | "refused" | "valid rejected" | "invalid accepted";

/** Optional parts of the suite that read the standard otherwise than we do, and why. */
const READ_OTHERWISE: ReadonlyMap<string, string> = new Map([
  [
    "draft4/optional/zeroTerminatedFloats",
    "1.0 is an integer in every draft, as later drafts and other validators have it",
  ],
  ["draft7/optional/content", "contentEncoding and contentMediaType are annotations, as later drafts have them"],
]);

interface Result {
  readonly folder: string;
  readonly file: string;
  readonly name: string;
  readonly verdict: Verdict;
}

describe.skipIf(!hasSuite)(
  "JSON-Schema-Test-Suite (skipped where ../shared/data/json-schema-test-suite is missing)",
  () => {
    const results = hasSuite ? runSuite() : [];

    test("no invalid value is accepted, in no spelling", () => {
      const wrong = results.filter(({ verdict }) => verdict === "invalid accepted");
      expect(wrong.filter(({ folder, file }) => !READ_OTHERWISE.has(`${folder}/${file}`))).toEqual([]);
    });

    test("every valid value is accepted in every spelling, but what the committed list names", async () => {
      const ratchet = { byKeyword: countByKeyword(results), notRight: listOthers(results) };
      const found = `${JSON.stringify(ratchet, null, 2)}\n`;
      await expect(found).toMatchFileSnapshot("../../../test/golden/json-schema-suite/machine.json");
    });
  },
);

function runSuite(): Result[] {
  const documents = readSuiteDocuments();
  const results: Result[] = [];
  for (const group of readSuite()) {
    const { folder, file } = group;
    const machine = machineOf(group, documents);
    for (const { description, data, valid } of group.tests) {
      const name = `${group.description} | ${description}`;
      results.push({ folder, file, name, verdict: verdictOn(machine, data, valid) });
    }
  }
  return results;
}

function verdictOn(machine: ByteMachine | "unsatisfiable" | null, data: JsonValue, valid: boolean): Verdict {
  if (machine === null) return "refused";
  // A schema that no value meets is refused, and that is the right answer to each of its values.
  if (machine === "unsatisfiable") return valid ? "valid rejected" : "right";
  const accepted = spellingsOf(data).map((text) => accepts(machine, text));
  if (valid) return accepted.every(Boolean) ? "right" : "valid rejected";
  return accepted.some(Boolean) ? "invalid accepted" : "right";
}

function machineOf(
  { schema, folder, file }: SuiteGroup,
  documents: ReadonlyMap<string, JsonValue>,
): ByteMachine | "unsatisfiable" | null {
  const options = { defaultDraft: SUITE_DRAFTS[folder]!, documents, assertFormat: file.includes("format/") };
  try {
    return compileSchema(readSchema(schema, options), { anyOrder: true, escapes: "any" }).machine;
  } catch (error) {
    if (!isHermesError(error)) throw error;
    return isHermesError(error, "schema-unsupported") && error.facts.reason === "no value meets it"
      ? "unsatisfiable"
      : null;
  }
}

/** "right of all" by draft and file. */
function countByKeyword(results: readonly Result[]): Record<string, Record<string, string>> {
  const counts: Record<string, Record<string, string>> = {};
  for (const [folder, ofDraft = []] of Object.entries(Object.groupBy(results, (result) => result.folder))) {
    const byFile = Object.entries(Object.groupBy(ofDraft, (result) => result.file));
    counts[folder] = Object.fromEntries(
      byFile.map(([file, all = []]) => [
        file,
        `${all.filter(({ verdict }) => verdict === "right").length} of ${all.length}`,
      ]),
    );
  }
  return counts;
}

function listOthers(results: readonly Result[]): Record<string, string[]> {
  const others = results.filter(({ verdict }) => verdict !== "right");
  const byFile = Object.entries(Object.groupBy(others, ({ folder, file }) => `${folder}/${file}`));
  return Object.fromEntries(
    byFile.map(([file, all = []]) => [file, all.map(({ verdict, name }) => `${verdict}: ${name}`)]),
  );
}
