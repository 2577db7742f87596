import { describe, expect, test } from "vitest";
import { isHermesError } from "../../errors.ts";
import { renderJson } from "../schema-model/index.ts";
import { hasSuite, readSuite, readSuiteDocuments, SUITE_DRAFTS } from "../schema-model/test-suite-files.ts";
import { createRepairer, type JsonRepairer } from "./index.ts";

describe.skipIf(!hasSuite)(
  "JSON-Schema-Test-Suite (skipped where ../shared/data/json-schema-test-suite is missing)",
  () => {
    test("valid values stay as they are, invalid ones become valid or are told, and nothing changes twice", async () => {
      const documents = readSuiteDocuments();
      let [valid, corrected, left] = [0, 0, 0];
      for (const { folder, file, schema, tests, description } of readSuite()) {
        if (file.includes("optional")) continue;
        const repair = tryCreate(renderJson(schema), { documents, defaultDraft: SUITE_DRAFTS[folder]! });
        if (repair === null) continue;
        for (const { data, valid: isValid, description: name } of tests) {
          const text = renderJson(data);
          const result = await repair(text);
          const what = `${folder}/${file}: ${description}, ${name}`;
          // Here formats are assertions, which that file has as annotations.
          if (isValid && !file.endsWith("format")) {
            expect(result, what).toMatchObject({ valid: true, json: text, changes: [] });
            valid++;
          }
          expect(result.valid, what).toBe(result.errors.length === 0);
          if (result.changes.length === 0) {
            expect(result.json, what).toBe(text);
            if (!result.valid) left++;
            continue;
          }
          if (result.valid) corrected++;
          expect(await repair(result.json ?? ""), what).toMatchObject({ json: result.json, changes: [] });
        }
      }
      expect(valid).toBeGreaterThan(2_000);
      expect(corrected).toBeGreaterThan(200);
      expect(left).toBeGreaterThan(1_000);
    });
  },
);

function tryCreate(schema: string, options: Parameters<typeof createRepairer>[1]): JsonRepairer | null {
  try {
    return createRepairer(schema, options);
  } catch (error) {
    // Refused for a pattern or a document: the suites of those rooms say so.
    if (!isHermesError(error)) throw error;
    return null;
  }
}
