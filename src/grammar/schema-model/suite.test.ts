import { describe, expect, test } from "vitest";
import type { JsonValue } from "./json-value.ts";
import { createLanguageTexts } from "./language-texts.ts";
import { readSchema } from "./read-schema.ts";
import { hasSuite, readSuite, readSuiteDocuments, SUITE_DRAFTS, type SuiteGroup } from "./test-suite-files.ts";
import { createValidator, type Validator } from "./validate/create-validator.ts";

/** Cases that pass by draft and part, and the names of those that do not: the names may only become fewer. */
interface Ratchet {
  readonly passed: Record<string, Record<string, string>>;
  readonly notPassed: Record<string, string[]>;
}

const texts = createLanguageTexts();

describe.skipIf(!hasSuite)(
  "JSON-Schema-Test-Suite (skipped where ../shared/data/json-schema-test-suite is missing)",
  () => {
    test("all passes but what the committed list names", async () => {
      const found = `${JSON.stringify(runSuite(), null, 2)}\n`;
      await expect(found).toMatchFileSnapshot("../../../test/golden/json-schema-suite/validator.json");
    });
  },
);

function runSuite(): Ratchet {
  const documents = readSuiteDocuments();
  const results: Result[] = [];
  for (const group of readSuite()) {
    const { folder, file } = group;
    const validator = validatorOf(group, documents, file.includes("format/"));
    for (const { description, data, valid } of group.tests) {
      const isPassed = validator !== null && (validator(data).length === 0) === valid;
      results.push({ folder, file, name: `${group.description} | ${description}`, isPassed });
    }
  }
  return { passed: countPassed(results), notPassed: listFailed(results) };
}

interface Result {
  readonly folder: string;
  readonly file: string;
  readonly name: string;
  readonly isPassed: boolean;
}

function countPassed(results: readonly Result[]): Ratchet["passed"] {
  const byDraft = Object.entries(Object.groupBy(results, (result) => result.folder));
  return Object.fromEntries(
    byDraft.map(([draft, ofDraft = []]) => {
      const byPart = Object.entries(Object.groupBy(ofDraft, partOf));
      return [
        draft,
        Object.fromEntries(
          byPart.map(([part, all = []]) => [part, `${all.filter(hasPassed).length} of ${all.length}`]),
        ),
      ];
    }),
  );
}

function listFailed(results: readonly Result[]): Ratchet["notPassed"] {
  const failed = results.filter((result) => !hasPassed(result));
  const byFile = Object.entries(Object.groupBy(failed, ({ folder, file }) => `${folder}/${file}`));
  return Object.fromEntries(byFile.map(([file, ofFile = []]) => [file, ofFile.map((result) => result.name)]));
}

function hasPassed(result: Result): boolean {
  return result.isPassed;
}

function partOf({ file }: Result): string {
  return file.includes("/") ? file.slice(0, file.lastIndexOf("/")) : "required";
}

/** Null where the schema is refused: then none of its cases passes. */
function validatorOf(
  { schema, folder }: SuiteGroup,
  documents: ReadonlyMap<string, JsonValue>,
  assertFormat: boolean,
): Validator | null {
  const options = { defaultDraft: SUITE_DRAFTS[folder]!, documents, assertFormat };
  try {
    return createValidator(readSchema(schema, options), texts);
  } catch {
    return null;
  }
}
