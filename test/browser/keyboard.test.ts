import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { expectAccessible } from "./testing/check-access.ts";
import { browserNote, chromium } from "./testing/chromium.ts";
import { lastAnswer, openPageTests, type PageTests, screenshot, weather } from "./testing/open-page.ts";

describe.skipIf(chromium === null)(`the page without a mouse${browserNote}`, () => {
  let tests: PageTests;
  beforeAll(async () => {
    tests = await openPageTests({ agent: weather });
  });
  afterAll(() => tests.close());
  afterEach(() => expect(tests.problems.splice(0)).toEqual([]));

  test("from the first Tab to an approved tool", async () => {
    const page = await tests.open();
    await expect.poll(() => focused(page)).toBe("Message");
    await tabTo(page, "Skip to the message field", "Shift+Tab");
    await page.keyboard.press("Enter");
    await expect.poll(() => focused(page)).toBe("Message");
    await tabTo(page, "Tools");
    await page.keyboard.press("Space");
    await page.keyboard.press("Shift+Tab");
    await page.keyboard.press("Shift+Tab");
    expect(await focused(page)).toBe("Message");
    await page.keyboard.type("What is the weather");
    await page.keyboard.press("Shift+Enter");
    await page.keyboard.press("Backspace");
    await page.keyboard.type(" in Paris?");
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: "Allow once" }).waitFor();
    expect(await focused(page)).toBe("Message");
    await tabTo(page, "Allow once", "Shift+Tab");
    await page.keyboard.press("Enter");
    await lastAnswer(page).getByText("It is 21 degrees and sunny in Paris").waitFor();
    // What had the focus is gone; it went to the field.
    await expect.poll(() => focused(page)).toBe("Message");
  });

  test("shortcuts", async () => {
    const page = await tests.open();
    await page.getByText("What is on your mind?").click();
    await page.keyboard.press("?");
    await page.getByRole("dialog", { name: "Keyboard shortcuts" }).waitFor();
    await expectAccessible(page);
    await screenshot(page, "shortcuts");
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "detached" });
    await page.keyboard.press("/");
    await expect.poll(() => focused(page)).toBe("Message");
    await page.keyboard.type("/?");
    expect(await page.getByRole("textbox", { name: "Message" }).inputValue()).toBe("/?");
    await page.keyboard.press("Control+k");
    await expect.poll(() => focused(page)).toBe("Search conversations");
    await page.keyboard.press("Control+b");
    await page.getByRole("navigation").waitFor({ state: "detached" });
    await page.keyboard.press("Control+k");
    await expect.poll(() => focused(page)).toBe("Search conversations");
    await page.keyboard.press("Control+,");
    await expect.poll(() => focused(page)).toBe("Settings");
    await page.keyboard.press("Escape");
    await expect.poll(() => focused(page)).toBe("Message");
    const before = page.url();
    await page.keyboard.press("Control+Shift+O");
    await expect.poll(() => page.url()).not.toBe(before);
    await expect.poll(() => focused(page)).toBe("Message");
  });

  test("menus and dialogs keep the focus and give it back", async () => {
    const page = await tests.open();
    const more = page.locator(".pane-head").getByRole("button", { name: /^More for/ });
    await more.focus();
    await page.keyboard.press("Enter");
    await expect.poll(() => focused(page)).toBe("Rename");
    await page.keyboard.press("ArrowDown");
    await expect.poll(() => focused(page)).toBe("Export as Markdown");
    await page.keyboard.press("r");
    await expect.poll(() => focused(page)).toBe("Rename");
    await page.keyboard.press("Enter");
    const dialog = page.getByRole("dialog", { name: "Rename conversation" });
    await dialog.waitFor();
    for (let count = 0; count < 8; count++) {
      await page.keyboard.press("Tab");
      expect(await dialog.locator(":focus").count()).toBe(1);
    }
    await page.keyboard.press("Escape");
    await dialog.waitFor({ state: "detached" });
    await expect.poll(() => focused(page)).toMatch(/^More for/);
  });

  test("sliders and switches", async () => {
    const page = await tests.open();
    await page.getByRole("button", { name: "Settings" }).click();
    await page.getByRole("slider", { name: "Temperature" }).focus();
    await page.keyboard.press("ArrowRight");
    const field = page.getByRole("textbox", { name: "Temperature" });
    expect(await field.inputValue()).toBe("0.05");
    await tabTo(page, "Reset Temperature", "Shift+Tab");
    await page.keyboard.press("Enter");
    expect(await field.inputValue()).toBe("");
    await page.getByRole("switch", { name: "Think before answering" }).focus();
    await page.keyboard.press("Space");
    expect(await page.getByRole("button", { name: "Think", exact: true }).getAttribute("aria-pressed")).toBe("true");
  });
});

/** The name of what has the focus. */
function focused(page: Page): Promise<string> {
  return page.evaluate(`(() => {
    const element = document.activeElement;
    return element.getAttribute("aria-label") ?? element.labels?.[0]?.textContent ?? element.textContent;
  })()`);
}

async function tabTo(page: Page, name: string, key: "Tab" | "Shift+Tab" = "Tab"): Promise<void> {
  for (let count = 0; count < 40; count++) {
    await page.keyboard.press(key);
    if ((await focused(page)) === name) return;
  }
  throw new Error(`${key} never led to ${name}`);
}
