import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { browserNote, chromium } from "./testing/chromium.ts";
import { lastAnswer, openPageTests, type PageTests, say, screenshot } from "./testing/open-page.ts";

describe.skipIf(chromium === null)(`chatting on the page${browserNote}`, () => {
  let tests: PageTests;
  beforeAll(async () => {
    tests = await openPageTests();
  });
  afterAll(() => tests.close());
  afterEach(() => expect(tests.problems.splice(0)).toEqual([]));

  test("a message is sent with Enter and answered", async () => {
    const page = await tests.open();
    await say(page, "Who are you?");
    expect(await lastAnswer(page).textContent()).toContain("I am Hermes nano");
    expect(await lastAnswer(page).textContent()).toMatch(/\d tokens\/s · 24 tokens/);
    expect(await page.getByRole("status").last().textContent()).toContain("I am Hermes nano");
  });

  test("an edited message and another answer are branches, and the arrows lead between them", async () => {
    const page = await tests.open();
    await say(page, "What is 12 + 30?");
    await page.getByRole("article", { name: "You" }).hover();
    await page.getByRole("button", { name: "Edit message" }).click();
    await page.getByRole("textbox", { name: "Your message" }).fill("What is 20 + 21?");
    await page.getByRole("button", { name: "Send again" }).click();
    await page.getByText("Version 2 of 2").waitFor();
    await lastAnswer(page).getByText("20 + 21 =").waitFor();
    await page.getByRole("button", { name: "Previous version" }).click();
    await lastAnswer(page).getByText("12 + 30 =").waitFor();
    expect(await page.getByRole("article").allTextContents()).toHaveLength(2);
    // The arrow pressed has left with its version; the focus is on the one that leads back.
    await expect.poll(() => page.evaluate("document.activeElement.getAttribute('aria-label')")).toBe("Next version");
    await page.getByRole("button", { name: "Answer again" }).click();
    await lastAnswer(page).getByText("Version 2 of 2").waitFor();
    await page.getByRole("button", { name: "Stop" }).waitFor({ state: "hidden" });
    await screenshot(page, "branches");
  });

  test("an edited answer stands as changed", async () => {
    const page = await tests.open();
    await say(page, "Hello!");
    await page.getByRole("button", { name: "Edit answer" }).click();
    await page.getByRole("textbox", { name: "The answer" }).fill("Good **day**.");
    await page.getByRole("button", { name: "Keep" }).click();
    await lastAnswer(page).getByText("Good day.").waitFor();
    expect(await lastAnswer(page).textContent()).toContain("edited");
  });

  test("a reload keeps conversations, branches and settings", async () => {
    const page = await tests.open();
    await page.getByRole("button", { name: "Think", exact: true }).click();
    await say(page, "What is 3 + 4?");
    await page.getByRole("button", { name: "Answer again" }).click();
    await lastAnswer(page).getByText("Version 2 of 2").waitFor();
    await page.getByRole("button", { name: "Stop" }).waitFor({ state: "hidden" });
    const before = await lastAnswer(page).textContent();
    await page.reload();
    await page.getByText("Version 2 of 2").waitFor();
    expect(await lastAnswer(page).textContent()).toBe(before);
    expect(await page.getByRole("button", { name: "Think", exact: true }).getAttribute("aria-pressed")).toBe("true");
  });

  test("a character's prompt steers the answers", async () => {
    const page = await tests.open();
    await page.getByRole("button", { name: "Settings" }).click();
    await page.getByRole("textbox", { name: "System prompt" }).fill("You are Tom, a baker.");
    await page.getByRole("button", { name: "Save as character" }).click();
    await page.getByRole("textbox", { name: "Name of the character" }).fill("Tom");
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await page.getByRole("button", { name: "Character: Tom" }).waitFor();
    await say(page, "What is your name?");
    expect(await lastAnswer(page).textContent()).toContain("Tom");
  });
});
