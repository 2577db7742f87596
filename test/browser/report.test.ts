import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { createRandom, tasks } from "../../src/environments/index.ts";
import { type SampleRow, writeReport } from "../../src/evaluate/index.ts";
import { type GivenRow, sampleRow, writeRunInto } from "../../src/evaluate/testing/written-run.ts";
import { attacks } from "./testing/attacks.ts";
import { expectAccessible } from "./testing/check-access.ts";
import { browserNote, chromium, launchBrowser } from "./testing/chromium.ts";

const screenshots = fileURLToPath(new URL("../../build/screenshots/", import.meta.url));
const phone = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 };

describe.skipIf(chromium === null)(`the report's page${browserNote}`, () => {
  let folder: string;
  let browser: Browser;
  const problems: string[] = [];
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "hermes-report-page-"));
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser.close();
    rmSync(folder, { recursive: true, force: true });
  });
  // Requests, dialogs, broken policies and errors of the script among them.
  afterEach(() => expect(problems.splice(0)).toEqual([]));

  async function openReport(
    rows: readonly GivenRow[],
    { model = "hermes-4-14b", ...options }: BrowserContextOptions & { readonly model?: string } = {},
  ): Promise<Page> {
    const out = mkdtempSync(join(folder, "run-"));
    const ids = [...new Set(rows.map(({ task = "sums" }) => task))];
    await writeRunInto(out, {
      rows,
      tasks: ids.map((id) => ({ id })),
      config: { model, modes: ["reasoning", "plain"] },
    });
    const { page: path } = await writeReport([out], out, { known: tasks, withUnsafe: false, withPrivate: false });
    const context = await browser.newContext({ viewport: { width: 1280, height: 960 }, ...options });
    const page = await context.newPage();
    const url = pathToFileURL(path).href;
    watch(page, url);
    await page.goto(url);
    await page.getByText(/of [\d,]+ samples/).waitFor();
    return page;
  }

  function watch(page: Page, url: string): void {
    page.setDefaultTimeout(10_000);
    page.on("pageerror", (error) => problems.push(`error: ${error.message}`));
    page.on("console", (message) => problems.push(`console: ${message.text()}`));
    page.on("dialog", (dialog) => {
      problems.push(`dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    page.on("request", (request) => {
      if (!request.url().startsWith(url)) problems.push(`request: ${request.url()}`);
    });
  }

  const choose = (page: Page, label: string, value: string) =>
    page.getByLabel(label, { exact: true }).selectOption(value);
  const items = (page: Page) => page.locator("#list button");
  const view = (page: Page) => page.locator("#view");

  test.each([
    ["light", {}],
    ["dark", {}],
    ["light", phone],
    ["dark", phone],
  ] as const)("%s, %j: figures, plots, list and a sample", async (colorScheme, device) => {
    const page = await openReport(mixed(), { ...device, colorScheme });
    const name = `report-${colorScheme}${"isMobile" in device ? "-phone" : ""}`;
    await expectAccessible(page);
    await screenshot(page, name);
    await show(page, "Scores");
    await screenshot(page, `${name}-plots`);
    await choose(page, "Task", "gsm8k");
    await choose(page, "Mode", "reasoning");
    await choose(page, "Show", "wrong");
    await show(page, "Samples");
    await screenshot(page, `${name}-list`);
    await items(page).nth(1).click();
    await view(page).getByText("Thought: ").click();
    await expectAccessible(page);
    await screenshot(page, `${name}-sample`);
    expect(await page.evaluate("document.documentElement.scrollWidth <= innerWidth")).toBe(true);
  });

  test("a sample shows what was taken, what was not, and why", async () => {
    const completion = "<think>\n5, or 6\n</think>\nIt is 7, no, 8.";
    const at = (text: string) => ({ text, start: completion.indexOf(text), end: completion.indexOf(text) + 1 });
    const verdict = { judgement: "Line one\nline two", votes: 2 };
    const page = await openReport([
      sampleRow({
        ...{ itemId: "sum-1", mode: "reasoning", completion, reasoningChars: 10 },
        score: {
          ...{ value: 0, correct: false, reason: "wrong_number", verdict },
          ...{ extracted: { ...at("8"), method: "last_number" }, rejected: [{ ...at("7"), reason: "not_last" }] },
        },
      }),
    ]);
    await items(page).first().click();
    await view(page).getByRole("heading", { name: /sum-1/ }).waitFor();
    expect(await view(page).locator(".completion mark.extracted").textContent()).toBe("8");
    expect(await view(page).locator(".completion mark.rejected").textContent()).toBe("7");
    expect(await view(page).getByText("5, or 6").isVisible()).toBe(false);
    await view(page).getByText("Thought: ").click();
    expect(await view(page).getByText("5, or 6").isVisible()).toBe(true);
    const text = await view(page).innerText();
    for (const part of [
      "What is 2 + 2?",
      "wrong_number",
      "taken: last_number",
      "not taken: not_last",
      "Line one\nline two",
    ])
      expect(text).toContain(part);
  });

  test("filters, search in the list and in whole texts, and pages", async () => {
    const rows = Array.from({ length: 120 }, (_, i) =>
      sampleRow({
        ...{
          itemId: `item-${i}`,
          overlong: i === 3,
          status: i === 5 ? "error" : "ok",
          mode: i < 60 ? "reasoning" : "plain",
        },
        completion: i === 7 ? "a needle in the hay" : "hay",
        ...(i === 5 ? {} : { score: score(i % 4 === 0 ? 0 : i === 9 ? 0.5 : 1) }),
      }),
    );
    const page = await openReport(rows);
    const count = () => page.locator("#count").textContent();
    expect(await items(page).count()).toBe(50);
    await page.getByRole("button", { name: "Next" }).click();
    expect(await page.locator("#page-number").textContent()).toBe("2 of 3");
    const expected = { wrong: 30, right: 88, "partly right": 1, errored: 1, overlong: 1 };
    for (const [kind, number] of Object.entries(expected)) {
      await choose(page, "Show", kind);
      expect(await count()).toBe(`${number} of 120 samples`);
    }
    await choose(page, "Show", "");
    await choose(page, "Mode", "plain");
    expect(await count()).toBe("60 of 120 samples");
    await choose(page, "Mode", "");
    await page.getByRole("searchbox", { name: "Search" }).fill("ITEM-11");
    expect(await count()).toBe("11 of 120 samples");
    await page.getByRole("searchbox", { name: "Search" }).fill("needle");
    expect(await count()).toBe("0 of 120 samples");
    await page.getByRole("checkbox", { name: "whole texts" }).check();
    await expect.poll(count).toBe("1 of 120 samples in whole texts");
  });

  test("by keyboard: search, list, next and previous sample, back", async () => {
    const page = await openReport(Array.from({ length: 60 }, (_, i) => sampleRow({ itemId: `item-${i}` })));
    await page.keyboard.press("/");
    expect(await page.evaluate("document.activeElement.id")).toBe("filter-text");
    await items(page).first().focus();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await view(page).getByRole("heading", { name: "item-1," }).waitFor();
    await page.keyboard.press("j");
    await view(page).getByRole("heading", { name: "item-2," }).waitFor();
    await page.keyboard.press("k");
    await page.keyboard.press("k");
    await view(page).getByRole("heading", { name: "item-0," }).waitFor();
    await page.keyboard.press("Escape");
    expect(await page.evaluate("document.activeElement.closest('li') !== null")).toBe(true);
    expect(page.url()).toMatch(/#sample-1$/);
    await page.reload();
    await view(page).getByRole("heading", { name: "item-0," }).waitFor();
  });

  test("what models, items and judges say is only text", async () => {
    const rows = attacks.map((text, i) => everywhere(text, `${i}${text}`));
    const page = await openReport(rows, { model: attacks[1]! });
    await page.getByText("Categories and further figures").click();
    await page.getByRole("checkbox", { name: "whole texts" }).check();
    await page.getByRole("searchbox", { name: "Search" }).fill("alert");
    await page.getByText("in whole texts").waitFor();
    await expectHarmless(page);
    await page.getByRole("searchbox", { name: "Search" }).fill("");
    await expect.poll(() => items(page).count()).toBe(50);
    await items(page).first().click();
    for (let i = 0; i < attacks.length; i++) {
      await view(page).locator(".evidence").waitFor();
      // The code runs in the browser, whose types these tests do not know.
      await page.evaluate("for (const fold of document.querySelectorAll('details')) fold.open = true");
      await expectHarmless(page);
      const title = await view(page).locator("h3").textContent();
      await page.keyboard.press("j");
      if (i < attacks.length - 1) await expect.poll(() => view(page).locator("h3").textContent()).not.toBe(title);
    }
    await page.evaluate("location.hash = '#sample-<img src=x onerror=alert(1)>'");
    await expectHarmless(page);
  });

  test("texts that ask for harm are not in it; the sample says so", async () => {
    const page = await openReport([
      sampleRow({ task: "xstest", itemId: "3", category: "contrast_homonyms", completion: "MARKER" }),
    ]);
    await items(page).first().click();
    await view(page).getByText("asks for harm").waitFor();
    expect(await page.content()).not.toContain("MARKER");
  });

  test("20,000 samples open at once", async () => {
    const rows = Array.from({ length: 20_000 }, (_, i) =>
      sampleRow({ itemId: `item-${i}`, completion: `The answer is ${i}. `.repeat(20), score: score(i % 2) }),
    );
    const page = await openReport(rows);
    expect(await page.locator("#count").textContent()).toBe("20,000 of 20,000 samples");
    const start = performance.now();
    await page.getByRole("searchbox", { name: "Search" }).fill("item-19999");
    await expect.poll(() => items(page).count()).toBe(1);
    await items(page).first().click();
    await view(page).getByRole("heading", { name: "item-19999" }).waitFor();
    expect(performance.now() - start).toBeLessThan(5_000);
  });
});

function score(value: number): NonNullable<SampleRow["score"]> {
  return { value, correct: value === 1, extracted: null, rejected: [] };
}

/** The text in every place of a row that a page shows. */
function everywhere(text: string, itemId: string): SampleRow {
  const span = { text, start: 0, end: text.length };
  return sampleRow({
    ...{ itemId, category: text, completion: text, finishReason: text },
    prompt: { messages: [{ role: text, content: text, tool_calls: [text] }], tools: [{ name: text }] },
    score: {
      ...{ value: 0, correct: false, reason: text, extracted: { ...span, method: text } },
      rejected: [{ ...span, reason: text }],
      verdict: { [text]: text, list: [text] },
      checks: { [text]: true },
    },
  });
}

/** Two tasks of which figures are published, in both modes, with every kind of sample. */
function mixed(): SampleRow[] {
  const random = createRandom("report page");
  const words = "the apples are counted again so that each basket holds as many as before".split(" ");
  const text = (count: number) => Array.from({ length: count }, () => random.pick(words)).join(" ");
  return ["gsm8k", "math-500"].flatMap((task) =>
    Array.from({ length: 60 }, (_, i) =>
      (["reasoning", "plain"] as const).map((mode) => {
        const length = random.integer(10, 200);
        const overlong = mode === "reasoning" && random.chance(0.08);
        const isRight = !overlong && random.chance(mode === "reasoning" ? 1 - length / 400 : 0.5);
        const thought = mode === "plain" ? "" : `<think>\n${text(length)}${overlong ? "" : "\n</think>\n"}`;
        const gold = String(random.integer(100, 999));
        const completion = overlong ? thought : `${thought}First 12.\n\nThe final answer is: $\\boxed{${gold}}$.`;
        const span = (part: string) => ({
          text: part,
          start: completion.lastIndexOf(part),
          end: completion.lastIndexOf(part) + part.length,
        });
        return sampleRow({
          ...{
            task,
            mode,
            itemId: `${task}-${i}`,
            category: random.pick(["algebra", "geometry"]),
            completion,
            overlong,
          },
          ...{ reasoningChars: thought.length, finishReason: overlong ? "length" : "stop" },
          prompt: { messages: [{ role: "user", content: `How many ${text(18)}?` }], sampling: { temperature: 0.6 } },
          score: {
            ...score(isRight ? 1 : 0),
            ...(overlong ? { reason: "overlong" } : { extracted: { ...span(gold), method: "boxed" } }),
            rejected: overlong ? [] : [{ ...span("12"), reason: "not_boxed" }],
          },
        });
      }),
    ).flat(),
  );
}

async function show(page: Page, heading: string): Promise<void> {
  const title = page.getByRole("heading", { name: heading, exact: true });
  await title.evaluate("(element) => element.scrollIntoView()");
}

async function screenshot(page: Page, name: string): Promise<void> {
  mkdirSync(screenshots, { recursive: true });
  const bytes = await page.screenshot({ animations: "disabled" });
  expect(bytes.length).toBeGreaterThan(5_000);
  writeFileSync(`${screenshots}${name}.png`, bytes);
}

async function expectHarmless(page: Page): Promise<void> {
  // The code runs in the browser, whose types these tests do not know.
  const found = await page.evaluate(`({
    elements: [...document.body.querySelectorAll("iframe, object, embed, img, video, audio, link, style, base, meta, a, animate, math")].map(({ outerHTML }) => outerHTML),
    scripts: [...document.scripts].filter(({ type }) => type !== "application/gzip").length,
    handlers: [...document.querySelectorAll("*")].flatMap((element) => [...element.attributes])
      .filter(({ name }) => name.startsWith("on")).map(({ name }) => name),
    ran: "pwned" in window,
  })`);
  expect(found).toEqual({ elements: [], scripts: 1, handlers: [], ran: false });
}
