import { existsSync, readdirSync, readFileSync } from "node:fs";
import { isIPv4, isIPv6 } from "node:net";
import { domainToASCII } from "node:url";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatLanguage, formatNames, isExactFormat } from "./formats.ts";
import { intersection, wholeMatchLanguage } from "./languages.ts";
import { lengthLanguage } from "./length-machine.ts";
import { matches } from "./matches.ts";
import { shortestWord } from "./shortest-word.ts";
import { choicesArbitrary, walk } from "./testing/random-patterns.ts";

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

const settings = { seed: 12, numRuns: 400 };

describe("a date", () => {
  it("is a day of the calendar", () => {
    const dates = formatLanguage("date");
    const two = (number: number) => String(number).padStart(2, "0");
    for (const year of ["0000", "0004", "1900", "2000", "2023", "2024", "2100", "9999"]) {
      for (let day = 0; day < 13 * 33; day++) {
        const [monthNumber, dayNumber] = [Math.floor(day / 33), day % 33];
        const text = `${year}-${two(monthNumber)}-${two(dayNumber)}`;
        const date = new Date(`${text}T00:00:00Z`);
        const exists = !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
        expect([text, matches(dates!, text)]).toEqual([text, exists]);
      }
    }
  });
});

describe("a leap second", () => {
  const dateTimes: readonly [text: string, isTaken: boolean][] = [
    ["2016-12-31T23:59:60Z", true],
    ["2015-06-30T23:59:60.5z", true],
    ["2016-12-31T15:59:60-08:00", true],
    ["2017-01-01T05:29:60+05:30", true],
    ["2017-01-01T05:44:60+05:45", true],
    ["2016-12-31T23:59:60+00:00", true],
    ["2016-11-30T23:59:60Z", false],
    ["2017-01-01T23:59:60Z", false],
    ["2016-12-31T05:29:60+05:30", false],
    ["2016-12-31T22:59:60Z", false],
    ["2016-12-31T00:19:60+00:20", false],
  ];
  it.each(dateTimes)("%s: %s", (text, isTaken) => {
    expect(matches(formatLanguage("date-time")!, text)).toBe(isTaken);
  });
});

describe("expressions", () => {
  it.each(["^/api/[^/]+$", "a/b", "\u2028", "", "(a|b)*?"])("%j is one", (text) => {
    expect(matches(formatLanguage("regex")!, text)).toBe(true);
  });
});

describe("a word of a format", () => {
  const oracles: readonly [format: string, oracle: (word: string) => boolean][] = [
    ["ipv4", isIPv4],
    ["ipv6", isIPv6],
    ["regex", (word) => new RegExp(word, "u") instanceof RegExp],
    ["date-time", (word) => /:60/.test(word) || !Number.isNaN(Date.parse(word.toUpperCase()))],
    ["uri", (word) => /^[a-z][a-z0-9+.-]*:[!-~]*$/i.test(word)],
    [
      "hostname",
      (word) => word.length <= 253 && word.split(".").every((label) => /^(?!-)[a-z\d-]{1,63}$/i.test(label)),
    ],
    ["email", (word) => word.lastIndexOf("@") <= 64 && word.lastIndexOf("@") > 0],
  ];

  it.each(oracles)("%s is one to others too", (format, oracle) => {
    const language = formatLanguage(format)!;
    fc.assert(
      fc.property(choicesArbitrary, (choices) => {
        const { state, word } = walk(language, choices);
        const whole = word + shortestWord(language, state);
        expect([whole, oracle(whole)]).toEqual([whole, true]);
      }),
      settings,
    );
  });

  const addressText = fc.array(fc.constantFrom("1", "ab", ":", "::", ":ffff", ".", "255", "1.2.3.4", "0"), {
    maxLength: 10,
  });
  it("of addresses is the same as to the runtime", () => {
    fc.assert(
      fc.property(addressText, (parts) => {
        const text = parts.join("");
        expect([text, matches(formatLanguage("ipv6")!, text)]).toEqual([text, isIPv6(text)]);
        expect([text, matches(formatLanguage("ipv4")!, text)]).toEqual([text, isIPv4(text)]);
      }),
      settings,
    );
  });

  it("of an international host stays within 63 characters a label when encoded", () => {
    const letters = fc.constantFrom("a", "9", "ß", "ÿ", "ΰ", "ώ", "а", "џ", "ぁ", "ゖ", "一", "龥", "가", "힣");
    fc.assert(
      fc.property(fc.array(letters, { minLength: 1, maxLength: 10 }), (parts) => {
        const host = `${parts.join("")}.com`;
        const [label = ""] = domainToASCII(host).split(".");
        expect([host, matches(formatLanguage("idn-hostname")!, host)]).toEqual([host, true]);
        expect([host, label.length > 0 && label.length <= 63]).toEqual([host, true]);
      }),
      settings,
    );
  });

  const long: readonly [format: string, length: number, isThere: boolean][] = [
    ["hostname", 253, true],
    ["hostname", 254, false],
    ["email", 318, true],
    ["email", 319, false],
    ["uuid", 37, false],
  ];
  it.each(long)("%s of %i characters: %s", (format, length, isThere) => {
    expect(intersection([formatLanguage(format)!, lengthLanguage(length, length)]) !== null).toBe(isThere);
  });

  it("has at most 64 characters in front of the @", () => {
    const long = wholeMatchLanguage('[^"@]{65,}@[^]*');
    expect(intersection([formatLanguage("email")!, long])).toBeNull();
  });
});

describe("names of formats", () => {
  it("are those of JSON Schema; others are unknown", () => {
    expect(formatNames).toHaveLength(19);
    expect(formatLanguage("phone")).toBeUndefined();
    expect(formatNames.filter((name) => !isExactFormat(name))).toEqual([
      "time",
      "date-time",
      "email",
      "idn-email",
      "hostname",
      "idn-hostname",
      "relative-json-pointer",
      "regex",
    ]);
  });
});
