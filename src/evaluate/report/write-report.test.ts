import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { describe, expect, onTestFinished, test } from "vitest";
import { attacks } from "../../../test/browser/testing/attacks.ts";
import { isHermesError } from "../../errors.ts";
import { type GivenRun, rowsOf, sampleRow, writeRun } from "../testing/written-run.ts";
import type { EmbedOptions } from "./embed-samples.ts";
import type { ReportTask } from "./figures.ts";
import type { SampleEntry } from "./sample-entry.ts";
import { writeReport } from "./write-report.ts";

const known: readonly ReportTask[] = [
  { id: "sums", title: "Small sums", published: { reasoning: 95.5, plain: 71 } },
  { id: "harm", title: "Requests", withheld: { as: "unsafe", of: (category) => category.startsWith("contrast_") } },
  { id: "secret", title: "Private", withheld: { as: "private", of: () => true } },
];

async function report(runs: readonly GivenRun[], options: Partial<EmbedOptions> = {}) {
  const folders: string[] = [];
  for (const run of runs) folders.push(await writeRun(run));
  const out = mkdtempSync(join(tmpdir(), "hermes-report-"));
  onTestFinished(() => rmSync(out, { recursive: true, force: true }));
  const written = await writeReport(folders, out, { known, withUnsafe: false, withPrivate: false, ...options });
  const page = readFileSync(written.page, "utf8");
  const unpack = (id: string) => {
    const packed = new RegExp(`id="${id}">([^<]*)<`).exec(page)![1]!;
    return JSON.parse(gunzipSync(Buffer.from(packed, "base64")).toString());
  };
  const entries = unpack("entries") as SampleEntry[];
  const rowOf = ({ chunk, place }: SampleEntry) => unpack(`chunk-${chunk}`)[place!];
  return { written, folders, page, markdown: readFileSync(written.markdown, "utf8"), entries, rowOf };
}

const both = { modes: ["reasoning", "plain"] as const };

describe("report.md", () => {
  test("one line a task: both modes with intervals, what is published, overlong, errors, tokens", async () => {
    const rows = [
      ...rowsOf([1, 1, 1, 0], { mode: "reasoning", reasoningChars: 40 }),
      ...rowsOf([1, 0, 0, 0]),
      sampleRow({ itemId: "i4", mode: "reasoning", overlong: true, score: wrong }),
      sampleRow({ itemId: "i4" }),
    ];
    const { markdown, folders } = await report([{ rows, config: both }]);
    expect(markdown.replace(folders[0]!, "FOLDER")).toMatch(
      /^# Evaluation\n\n- Run 1: made-up, seed 1, hermes 0\.1\.0, started [\d-]+ [\d:]+ UTC, run [0-9a-f]{12}, FOLDER\n\n/,
    );
    expect(
      markdown,
    ).toContain(`| task | reasoning | plain | published 70B | overlong % | unreadable % | errors | tokens |
| --- | --- | --- | --- | --- | --- | --- | --- |
| sums | 60.0 [23.1, 88.2] | 40.0 [11.8, 76.9] | 95.5 / 71.0 | 20.0 / 0.0 | 80.0 / 100.0 | 0 / 0 | 6 / 6 |
`);
  });

  test("several runs are lines; other versions and missing samples are told", async () => {
    const second = rowsOf([1, 1], { version: "2" }).with(0, sampleRow({ itemId: "i0", version: "2", status: "error" }));
    const { markdown } = await report([
      { rows: rowsOf([1, 0]) },
      { rows: second, tasks: [{ id: "sums", version: "2" }], config: { model: "second" } },
    ]);
    expect(markdown).toContain("| sums | 1 | – | 50.0");
    expect(markdown).toContain("| sums | 2 | – | incomplete: 1 of 2 |");
    expect(markdown).toContain("in the versions 1 and 2, which are not the same task");
    expect(markdown).toMatch(/Samples are missing in \S+: the same hermes eval goes on with it/);
  });

  test("names stay text", async () => {
    const { markdown } = await report([{ rows: rowsOf([1, 0]), config: { model: "a|b\n# c <img src=x> [d](e)" } }]);
    expect(markdown).toContain("a\\|b \\# c \\<img src=x\\> \\[d\\](e)");
  });
});

describe("report.html", () => {
  test("holds every sample once, with its row; the last row of a sample counts", async () => {
    const again = sampleRow({ itemId: "i0", completion: "second try" });
    const { entries, rowOf, written } = await report([
      { rows: [sampleRow({ itemId: "i0", status: "error" }), ...rowsOf([1, 0, 1]).slice(1), again] },
    ]);
    expect(written).toMatchObject({ samples: 3, withTexts: 3 });
    expect(entries.map(({ itemId }) => itemId)).toEqual(["i0", "i1", "i2"]);
    expect(entries.map((entry) => rowOf(entry).itemId)).toEqual(["i0", "i1", "i2"]);
    expect(rowOf(entries[0]!).completion).toBe("second try");
    expect(entries[0]).toMatchObject({ line: 4, question: "What is 2 + 2?" });
  });

  test("nothing of a model, an item or an endpoint is markup", async () => {
    const rows = attacks.map((text, i) =>
      sampleRow({
        itemId: `${i} ${text}`,
        category: text,
        completion: text,
        prompt: { messages: [{ role: "user", content: text }] },
      }),
    );
    const config = { model: attacks[1]!, endpoint: attacks[0]!, settings: { [attacks[2]!]: attacks[1]! } };
    const { page } = await report([{ rows, config }]);
    const script = page.slice(page.lastIndexOf("<script"));
    for (const text of attacks.filter((attack) => /[<>]/.test(attack)))
      expect(page.replace(script, "").includes(text), text).toBe(false);
    expect(page.match(/<(?:img|iframe|object|embed|link|base)\b/gi)).toBeNull();
    expect(page.match(/<script type="module">/g)).toHaveLength(1);
  });

  test.each([
    ["left out unless asked for", {}, ["unsafe", null, "private"]],
    ["in it with --with-unsafe", { withUnsafe: true }, [null, null, "private"]],
    ["in it with --with-private", { withPrivate: true }, ["unsafe", null, null]],
  ])("texts that ask for harm or are private: %s", async (_name, options, expected) => {
    const row = (task: string, category: string) =>
      sampleRow({
        ...{
          task,
          category,
          itemId: category,
          completion: "MARKER-A",
          score: { ...wrong, reason: "MARKER-R", verdict: "MARKER-V" },
        },
        prompt: { messages: [{ role: "user", content: "MARKER-Q" }] },
      });
    const rows = [row("harm", "contrast_homonyms"), row("harm", "homonyms"), row("secret", "physics")];
    const { entries, rowOf, page } = await report([{ rows, tasks: [{ id: "harm" }, { id: "secret" }] }], options);
    const found = ["contrast_homonyms", "homonyms", "physics"].map(
      (category) => entries.find((entry) => entry.category === category)!,
    );
    expect(found.map(({ without }) => without)).toEqual(expected);
    for (const entry of found) {
      if (entry.without === null) expect(rowOf(entry).completion).toBe("MARKER-A");
      else expect(JSON.stringify(entry)).not.toContain("MARKER");
    }
    expect(page).not.toContain("MARKER");
  });

  test("above the budget the texts of samples that are not right come first; all stay in the list", async () => {
    // Texts that do not pack: each row is about 40 kB, a chunk holds a dozen.
    const noise = (i: number) =>
      Array.from({ length: 4000 }, (_, k) =>
        Math.sin(i * 7919 + k)
          .toString(36)
          .slice(2, 12),
      ).join("");
    const rows = Array.from({ length: 90 }, (_, i) => {
      const value = i % 3 === 0 ? 0 : 1;
      return sampleRow({ itemId: `i${i}`, completion: noise(i), score: { ...wrong, value, correct: value === 1 } });
    });
    const { entries, written } = await report([{ rows }], { budgetBytes: 1_500_000 });
    expect(written.samples).toBe(90);
    expect(written.withTexts).toBeGreaterThanOrEqual(30);
    expect(written.withTexts).toBeLessThan(90);
    expect(entries.filter(({ value }) => value === 0).every(({ without }) => without === null)).toBe(true);
    expect(entries.filter(({ chunk }) => chunk === null).every(({ without }) => without === "size")).toBe(true);
  });

  test("a folder that cannot be written, and a damaged run", async () => {
    const folder = await writeRun({ rows: rowsOf([1]) });
    const options = { known, withUnsafe: false, withPrivate: false };
    writeFileSync(join(folder, "file"), "");
    await expect(writeReport([folder], join(folder, "file"), options)).rejects.toSatisfy((error) =>
      isHermesError(error, "usage"),
    );
    appendFileSync(join(folder, "samples.jsonl"), `${JSON.stringify(sampleRow({ itemId: "i1" }))}\n`);
    await expect(writeReport([folder], folder, options)).rejects.toThrow(
      /counts 1 samples of sums, plain, and there are 2/,
    );
    writeFileSync(join(folder, "samples.jsonl"), '{"task":"su');
    await expect(writeReport([folder], folder, options)).rejects.toSatisfy((error) =>
      isHermesError(error, "file-invalid"),
    );
    await expect(writeReport([tmpdir()], folder, options)).rejects.toSatisfy((error) =>
      isHermesError(error, "file-missing"),
    );
  });
});

const wrong = { value: 0, correct: false, extracted: null, rejected: [] };
