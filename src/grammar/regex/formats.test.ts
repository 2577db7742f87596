import { existsSync, readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { formatLanguage, formatNames } from "./formats.ts";
import { matches } from "./matches.ts";

const suite = new URL("../../../../shared/data/json-schema-test-suite/tests/", import.meta.url);

interface SuiteGroup {
  readonly schema: { readonly format?: string };
  readonly tests: readonly { readonly data: unknown; readonly valid: boolean; readonly description: string }[];
}

describe.skipIf(!existsSync(suite))("formats in the JSON-Schema-Test-Suite", () => {
  const rejected: string[] = [];
  const accepted: string[] = [];
  const languages = new Map(formatNames.map((name) => [name, formatLanguage(name)!]));
  for (const [format, { data, valid, description }] of cases()) {
    if (matches(languages.get(format)!, data) === valid) continue;
    (valid ? rejected : accepted).push(`${format}: ${description}`);
  }

  it("accepts nothing invalid", () => {
    expect([...new Set(accepted)]).toEqual([]);
  });

  it("rejects only these valid ones", () => {
    expect([...new Set(rejected)].sort()).toMatchInlineSnapshot(`
      [
        "hostname: Arabic-Indic digits not mixed with Extended Arabic-Indic digits",
        "hostname: Exceptions that are PVALID, left-to-right chars",
        "hostname: Exceptions that are PVALID, right-to-left chars",
        "hostname: Extended Arabic-Indic digits not mixed with Arabic-Indic digits",
        "hostname: Greek KERAIA followed by Greek",
        "hostname: Hebrew GERESH preceded by Hebrew",
        "hostname: Hebrew GERSHAYIM preceded by Hebrew",
        "hostname: KATAKANA MIDDLE DOT with Han",
        "hostname: KATAKANA MIDDLE DOT with Hiragana",
        "hostname: KATAKANA MIDDLE DOT with Katakana",
        "hostname: MIDDLE DOT with surrounding 'l's",
        "hostname: ZERO WIDTH JOINER preceded by Virama",
        "hostname: ZERO WIDTH NON-JOINER not preceded by Virama but matches regexp",
        "hostname: ZERO WIDTH NON-JOINER preceded by Virama",
        "hostname: a valid host name (example.test in Hangul)",
        "hostname: a valid punycoded IDN hostname",
        "idn-email: a domain label that is not in Unicode NFC is valid",
        "idn-hostname: Arabic-Indic digits not mixed with Extended Arabic-Indic digits",
        "idn-hostname: Exceptions that are PVALID, left-to-right chars",
        "idn-hostname: Exceptions that are PVALID, right-to-left chars",
        "idn-hostname: Extended Arabic-Indic digits not mixed with Arabic-Indic digits",
        "idn-hostname: Greek KERAIA followed by Greek",
        "idn-hostname: Hebrew GERESH preceded by Hebrew",
        "idn-hostname: Hebrew GERSHAYIM preceded by Hebrew",
        "idn-hostname: KATAKANA MIDDLE DOT with Han",
        "idn-hostname: KATAKANA MIDDLE DOT with Hiragana",
        "idn-hostname: KATAKANA MIDDLE DOT with Katakana",
        "idn-hostname: MIDDLE DOT with surrounding 'l's",
        "idn-hostname: ZERO WIDTH JOINER preceded by Virama",
        "idn-hostname: ZERO WIDTH NON-JOINER not preceded by Virama but matches regexp",
        "idn-hostname: ZERO WIDTH NON-JOINER preceded by Virama",
        "idn-hostname: label too long if separator ignored (full stop)",
        "idn-hostname: label too long if separator ignored (fullwidth full stop)",
        "idn-hostname: label too long if separator ignored (halfwidth ideographic full stop)",
        "idn-hostname: label too long if separator ignored (ideographic full stop)",
        "idn-hostname: valid Chinese Punycode",
        "regex: an ECMA 262 named backreference \\k<name>",
        "regex: an ECMA 262 named group (?<name>...)",
      ]
    `);
  });
});

function* cases(): Generator<[format: string, test: { data: string; valid: boolean; description: string }]> {
  for (const draft of readdirSync(suite).filter((name) => name.startsWith("draft"))) {
    const folder = new URL(`${draft}/optional/format/`, suite);
    for (const file of existsSync(folder) ? readdirSync(folder) : []) {
      const groups: SuiteGroup[] = JSON.parse(readFileSync(new URL(file, folder), "utf8"));
      for (const { schema, tests } of groups) {
        if (!formatNames.includes(schema.format ?? "")) continue;
        for (const { data, valid, description } of tests) {
          if (typeof data === "string") yield [schema.format!, { data, valid, description }];
        }
      }
    }
  }
}
