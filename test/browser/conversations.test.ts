import { readFile } from "node:fs/promises";
import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { browserNote, chromium } from "./testing/chromium.ts";
import { conversationFile } from "./testing/conversation-file.ts";
import { importText, lastAnswer, openPageTests, type PageTests, say, screenshot } from "./testing/open-page.ts";

describe.skipIf(chromium === null)(`conversations on the page${browserNote}`, () => {
  let tests: PageTests;
  beforeAll(async () => {
    tests = await openPageTests();
  });
  afterAll(() => tests.close());
  afterEach(() => expect(tests.problems.splice(0)).toEqual([]));

  test("two tabs show the same conversation, and neither overwrites the other", async () => {
    const first = await tests.open();
    await say(first, "What is 1 + 2?");
    const address = new URL(first.url()).hash;
    const second = await tests.openTab(first.context(), address);
    await second.getByRole("article", { name: "You" }).waitFor();
    expect(await second.title()).toBe("What is 1 + 2? · Hermes");
    await say(second, "What is 3 + 4?");
    await first.getByRole("article", { name: "You" }).nth(1).waitFor();
    await say(first, "What is 5 + 6?");
    await second.getByRole("article", { name: "You" }).nth(2).waitFor();
    await expect.poll(() => articles(second)).toEqual(await articles(first));
    const before = await articles(first);
    await Promise.all([first.reload(), second.reload()]);
    for (const page of [first, second]) await expect.poll(() => articles(page)).toEqual(before);
  });

  test("two tabs that write at once both keep what they wrote", async () => {
    const first = await tests.open();
    await say(first, "What is 1 + 2?");
    const second = await tests.openTab(first.context());
    await Promise.all([say(first, "What is 3 + 4?"), say(second, "What is 5 + 6?")]);
    await first.reload();
    await first.getByRole("article").nth(3).waitFor();
    await first.getByRole("button", { name: "What is 5 + 6?", exact: true }).click();
    await lastAnswer(first).getByText("5 + 6 =").waitFor();
  });

  test("two conversations stand side by side and answer at the same time", async () => {
    const page = await tests.open({ viewport: { width: 1440, height: 860 } });
    await page.getByRole("button", { name: "New conversation beside this one" }).click();
    const fields = page.getByRole("textbox", { name: "Message" });
    await fields.nth(1).waitFor();
    await fields.nth(0).fill("Who are you?");
    await fields.nth(1).fill("Hello!");
    await fields.nth(0).press("Enter");
    await fields.nth(1).press("Enter");
    await page.getByText("I am Hermes nano").first().waitFor();
    await page.getByText("How can I help you?").first().waitFor();
    await page.getByRole("button", { name: "Answer again" }).nth(1).waitFor();
    await screenshot(page, "side-by-side");
    await page.reload();
    await expect.poll(() => page.getByRole("article").count()).toBe(4);
    await page.getByRole("button", { name: "Close this conversation's place" }).first().click();
    await fields.nth(1).waitFor({ state: "detached" });
    await page.goBack();
    await fields.nth(1).waitFor();
  });

  test("what was not sent is kept while another conversation is open", async () => {
    const page = await tests.open();
    await say(page, "Hello!");
    await page.getByRole("textbox", { name: "Message" }).fill("half a thought");
    await page.getByRole("button", { name: "New conversation", exact: true }).click();
    await expect.poll(() => page.getByRole("textbox", { name: "Message" }).inputValue()).toBe("");
    await page.getByRole("button", { name: "Hello!", exact: true }).click();
    await expect.poll(() => page.getByRole("textbox", { name: "Message" }).inputValue()).toBe("half a thought");
  });

  test("an exported conversation comes back by import", async () => {
    const page = await tests.open();
    await say(page, "Who are you?");
    await page.getByRole("button", { name: "Answer again" }).click();
    await lastAnswer(page).getByText("Version 2 of 2").waitFor();
    await page.getByRole("button", { name: "Stop" }).waitFor({ state: "hidden" });
    const before = await articles(page);
    const json = await download(page, "Export as JSON");
    const markdown = await download(page, "Export as Markdown");
    expect(markdown).toContain("I am Hermes nano");
    await menuOfConversation(page);
    await page.getByRole("menuitem", { name: "Delete" }).click();
    await page.getByRole("button", { name: "Delete", exact: true }).click();
    await page.getByText("What is on your mind?").waitFor();
    await page.getByText("What you talk about is kept here").waitFor();
    await importText(page, json);
    await lastAnswer(page).getByText("Version 2 of 2").waitFor();
    expect(await articles(page)).toEqual(before);
    await importText(page, "no such file");
    expect(await articles(page)).toEqual(before);
  });

  test("conversations are found by their words, and renamed", async () => {
    const page = await tests.open();
    await say(page, "Who are you?");
    await page.getByRole("button", { name: "New conversation", exact: true }).click();
    await say(page, "Hello!");
    await page.getByRole("searchbox", { name: "Search conversations" }).fill("DEMONSTRATION");
    await page.getByText("1 found").waitFor();
    expect(await page.locator("mark").textContent()).toBe("demonstration");
    await screenshot(page, "search");
    await page.getByRole("button", { name: /^Who are you/ }).click();
    await page.getByRole("heading", { level: 1, name: "Who are you?" }).waitFor();
    await menuOfConversation(page);
    await page.getByRole("menuitem", { name: "Rename" }).click();
    await page.getByRole("textbox", { name: "Title" }).fill("About Hermes");
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { level: 1, name: "About Hermes" }).waitFor();
    await page.getByRole("searchbox", { name: "Search conversations" }).fill("");
    expect(await page.locator(".conversation-title").allTextContents()).toContain("About Hermes");
  });

  test("a message that was found is scrolled to", async () => {
    const page = await tests.open();
    const content = (index: number) => `${index === 7 ? "A heron. " : ""}${"More words. ".repeat(40)}`;
    const answers = Array.from({ length: 40 }, (_, index) => ({ content: content(index) }));
    await importText(page, conversationFile("Long talk", answers));
    await page.getByRole("article").nth(79).waitFor();
    await page.getByRole("button", { name: "New conversation", exact: true }).click();
    await page.getByRole("searchbox", { name: "Search conversations" }).fill("heron");
    const found = page.getByRole("article").filter({ hasText: "A heron." });
    for (const _ of ["opened by it", "open already"]) {
      await page.getByRole("button", { name: /^Long talk/ }).click();
      await expect.poll(async () => Math.round((await found.boundingBox())?.y ?? -1)).toBe(52);
      await page.getByRole("button", { name: "To the end" }).click();
    }
  });

  test("what was just sent is still there when the page is closed at once", async () => {
    const page = await tests.open();
    await page.getByRole("textbox", { name: "Message" }).fill("Hello!");
    await page.keyboard.press("Enter");
    await page.getByRole("article", { name: "You" }).waitFor();
    await page.reload();
    await page.getByRole("article", { name: "You" }).waitFor();
  });

  test("what another tab deletes after a page was closed stays deleted", async () => {
    const page = await tests.open();
    await say(page, "Hello!");
    const other = await tests.openTab(page.context(), new URL(page.url()).hash);
    await other.getByRole("article", { name: "You" }).waitFor();
    await page.getByRole("textbox", { name: "Message" }).fill("Who are you?");
    await page.keyboard.press("Enter");
    await page.getByRole("article", { name: "You" }).nth(1).waitFor();
    await page.goto("about:blank");
    await menuOfConversation(other);
    await other.getByRole("menuitem", { name: "Delete" }).click();
    await other.getByRole("button", { name: "Delete", exact: true }).click();
    await other.getByText("What you talk about is kept here").waitFor();
    await other.reload();
    await other.getByText("What is on your mind?").waitFor();
    expect(await other.locator(".conversation-title").count()).toBe(0);
    await other.reload();
    await other.getByText("What you talk about is kept here").waitFor();
  });

  test("without a store the page works and says so", async () => {
    const page = await tests.open();
    await page.addInitScript("Object.defineProperty(window, 'indexedDB', { value: undefined })");
    await page.goto("about:blank");
    await page.goto(tests.server.url);
    await page.getByRole("alert").waitFor();
    await say(page, "Hello!");
    expect(await lastAnswer(page).textContent()).toContain("How can I help you?");
    await screenshot(page, "no-store");
  });

  test("a full store is an error that the user sees, and nothing is lost in the tab", async () => {
    const page = await tests.open();
    await page.addInitScript(`{
      const put = IDBObjectStore.prototype.put;
      IDBObjectStore.prototype.put = function (...values) {
        if (!window.roomLeft) throw new DOMException("no room", "QuotaExceededError");
        return put.apply(this, values);
      };
    }`);
    await page.reload();
    await say(page, "Hello!");
    await page.getByRole("alert").waitFor();
    expect(await lastAnswer(page).textContent()).toContain("How can I help you?");
    await screenshot(page, "full-store");
    await page.evaluate("window.roomLeft = true");
    await page.getByRole("button", { name: "Try again" }).click();
    await page.getByRole("alert").waitFor({ state: "detached" });
  });
});

/** Everything said, without figures of time. */
async function articles(page: Page): Promise<string[]> {
  const texts = await page.getByRole("article").allTextContents();
  return texts.map((text) => text.replaceAll(/\d+(?:\.\d+)? (?:tokens?\/s|m?s)\b/g, ""));
}

async function menuOfConversation(page: Page): Promise<void> {
  await page
    .locator(".pane-head")
    .getByRole("button", { name: /^More for/ })
    .click();
}

async function download(page: Page, item: string): Promise<string> {
  await menuOfConversation(page);
  const downloading = page.waitForEvent("download");
  await page.getByRole("menuitem", { name: item }).click();
  // The menu gives the focus back a moment later, and a menu opened before that would close.
  await page.locator(".pane-head [aria-haspopup=menu]:focus").waitFor();
  return readFile(await (await downloading).path(), "utf8");
}
