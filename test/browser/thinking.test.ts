import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { Hermes } from "../../src/hermes.ts";
import { browserNote, chromium } from "./testing/chromium.ts";
import { lastAnswer, openPageTests, type PageTests, say, screenshot, write } from "./testing/open-page.ts";

describe.skipIf(chromium === null)(`thoughts on the page${browserNote}`, () => {
  let tests: PageTests;
  beforeAll(async () => {
    const hermes = await Hermes.load();
    // The model never ends a thought or an answer by itself: whoever wants it over must say so.
    const ends = ["</think>", "<|eot_id|>"].flatMap((text) => hermes.tokens!.encode(text, { parseSpecial: true }));
    const logitBias = Object.fromEntries(ends.map((token) => [token, -100]));
    tests = await openPageTests({
      load: async () => hermes,
      server: { defaults: { sampling: { temperature: 0, logitBias } } },
    });
  });
  afterAll(() => tests.close());
  afterEach(() => expect(tests.problems.splice(0)).toEqual([]));

  const think = async (): Promise<Page> => {
    const page = await tests.open();
    await page.getByRole("button", { name: "Think", exact: true }).click();
    await write(page, "What is 348 + 275?");
    await page.getByRole("button", { name: /^Thinking for/ }).waitFor();
    return page;
  };

  test("a thought is open while it runs, can be ended, and folds as the reader wants", async () => {
    const page = await think();
    const text = page.locator(".thought-text");
    await text.getByText("348 + 275").waitFor();
    await screenshot(page, "thinking");
    await page.getByRole("button", { name: /^Thinking for/ }).click();
    expect(await text.isVisible()).toBe(false);
    await page.getByRole("button", { name: /^Thinking for/ }).click();
    await page.getByRole("button", { name: "Answer now" }).click();
    const thought = page.getByRole("button", { name: /^Thought for .*\d tokens/ });
    await thought.waitFor();
    // What the reader has chosen stays; without a choice it folds.
    expect(await text.isVisible()).toBe(true);
    await thought.click();
    expect(await text.isVisible()).toBe(false);
    // The answer goes on behind the thought.
    await lastAnswer(page).locator(".prose").getByText(/\S/).first().waitFor();
    await page.getByRole("button", { name: "Stop" }).click();
  });

  test("an answer is stopped by the button and by Escape, and what came of it stays", async () => {
    for (const stop of ["button", "Escape"]) {
      const page = await think();
      if (stop === "Escape") await page.keyboard.press("Escape");
      else await page.getByRole("button", { name: "Stop" }).click();
      await page.getByRole("button", { name: "Stop" }).waitFor({ state: "hidden" });
      const answer = await lastAnswer(page).textContent();
      expect(answer).toContain("You stopped this answer.");
      expect(answer).toMatch(/^HermesThought for .*, unfinished/);
      await page.close();
    }
    await expect.poll(() => tests.server.context.running.size, { timeout: 10_000 }).toBe(0);
  });

  test("a budget ends the thought, which is folded then", async () => {
    const page = await tests.open();
    await page.getByRole("button", { name: "Think", exact: true }).click();
    await page.getByRole("button", { name: "Settings" }).click();
    await page.getByRole("textbox", { name: "Thinking budget" }).fill("20");
    await page.getByRole("textbox", { name: "Most tokens of an answer" }).fill("60");
    await say(page, "What is 348 + 275?");
    const thought = page.getByRole("button", { name: /^Thought for/ });
    expect(await thought.getAttribute("aria-expanded")).toBe("false");
    expect(await thought.textContent()).toMatch(/\D20 tokens$/);
    await lastAnswer(page).getByText("The answer was cut off").waitFor();
  });
});
