import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { browserNote, chromium } from "./testing/chromium.ts";
import { lastAnswer, openPageTests, type PageTests, screenshot, weather, write } from "./testing/open-page.ts";

describe.skipIf(chromium === null)(`tools on the page${browserNote}`, () => {
  let tests: PageTests;
  beforeAll(async () => {
    tests = await openPageTests({ agent: weather });
  });
  afterAll(() => tests.close());
  afterEach(() => expect(tests.problems.splice(0)).toEqual([]));

  const ask = async (): Promise<Page> => {
    const page = await tests.open();
    await page.getByRole("button", { name: "Tools", exact: true }).click();
    await write(page, "What is the weather in Paris?");
    await page.getByRole("group", { name: "May get_weather run?" }).waitFor();
    return page;
  };

  test("an approved call runs, and the answer uses its result", async () => {
    const page = await ask();
    const card = page.getByRole("region", { name: "Tool get_weather" });
    expect(await card.textContent()).toContain("Paris");
    expect(await page.getByRole("status").last().textContent()).toContain("asks to run the tool get_weather");
    await screenshot(page, "tool-approval");
    await page.getByRole("button", { name: "Allow once" }).click();
    await card.getByText(/done in/).waitFor();
    await lastAnswer(page).getByText("It is 21 degrees and sunny in Paris").waitFor();
    await screenshot(page, "tool-result");
  });

  test("a refused call does not run", async () => {
    const page = await ask();
    await page.getByRole("button", { name: "Refuse" }).click();
    await page.getByText("refused", { exact: true }).waitFor();
    await page.getByRole("button", { name: "Stop" }).waitFor({ state: "hidden" });
    expect(await page.getByRole("region", { name: "Tool get_weather" }).first().textContent()).not.toContain("sunny");
  });

  test("a question that waits is over when the answer is stopped", async () => {
    const page = await ask();
    await page.getByRole("button", { name: "Stop" }).click();
    await page.getByRole("group", { name: "May get_weather run?" }).waitFor({ state: "hidden" });
    expect(await lastAnswer(page).textContent()).toContain("You stopped this answer.");
  });

  test("an answer that waited when the page closed is marked, and can be asked again", async () => {
    const page = await ask();
    // Changes are kept within a second.
    await page.waitForTimeout(1_500);
    await page.reload();
    await page.getByText("The page was closed while this answer was being written.").waitFor();
    expect(await page.getByRole("group", { name: "May get_weather run?" }).count()).toBe(0);
    await page.getByRole("button", { name: "Ask again" }).click();
    await page.getByRole("group", { name: "May get_weather run?" }).waitFor();
  });

  test("the settings list the tools", async () => {
    const page = await tests.open();
    await page.getByRole("button", { name: "Settings" }).click();
    expect(await page.getByRole("complementary", { name: "Settings" }).textContent()).toContain(
      "Get the weather in a city.",
    );
  });
});
