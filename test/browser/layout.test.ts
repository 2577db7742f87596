import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { expectAccessible } from "./testing/check-access.ts";
import { browserNote, chromium } from "./testing/chromium.ts";
import { conversationFile } from "./testing/conversation-file.ts";
import { importText, openPageTests, type PageTests, say, screenshot, weather, write } from "./testing/open-page.ts";

const phone = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 };

describe.skipIf(chromium === null)(`how the page looks${browserNote}`, () => {
  let tests: PageTests;
  beforeAll(async () => {
    tests = await openPageTests({ agent: weather });
  });
  afterAll(() => tests.close());
  afterEach(() => expect(tests.problems.splice(0)).toEqual([]));

  test.each(["light", "dark"] as const)("%s, on a desk", async (colorScheme) => {
    const page = await tests.open({ colorScheme, viewport: { width: 1280, height: 960 } });
    await expectAccessible(page);
    await screenshot(page, `welcome-${colorScheme}`);
    await page.getByRole("button", { name: "Tools", exact: true }).click();
    await write(page, "What is the weather in Paris?");
    await page.getByRole("button", { name: "Allow once" }).waitFor();
    await expectAccessible(page);
    await page.getByRole("button", { name: "Allow once" }).click();
    await page.getByRole("button", { name: "Answer again" }).waitFor();
    await page.getByRole("button", { name: "Tools", exact: true }).click();
    await page.getByRole("button", { name: "Think", exact: true }).click();
    await say(page, "What is 348 + 275?");
    await page.getByRole("button", { name: /^Thought for/ }).click();
    await expectAccessible(page);
    await screenshot(page, `chat-${colorScheme}`);
    await page.getByRole("button", { name: "Settings" }).click();
    await expectAccessible(page);
    await screenshot(page, `settings-${colorScheme}`);
  });

  test.each(["light", "dark"] as const)("%s, on a phone of 360 pixels", async (colorScheme) => {
    const page = await tests.open({ ...phone, colorScheme });
    await screenshot(page, `phone-welcome-${colorScheme}`);
    await page.getByRole("button", { name: "Think", exact: true }).click();
    await say(page, "What is 348 + 275?");
    await expectAccessible(page);
    await expectNoOverflow(page);
    await screenshot(page, `phone-chat-${colorScheme}`);
    await page.getByRole("button", { name: "Settings" }).click();
    await expectNoOverflow(page);
    await screenshot(page, `phone-settings-${colorScheme}`);
    await page.getByRole("button", { name: "Close settings" }).click();
    await page.getByRole("button", { name: "Show conversations" }).click();
    await page.getByRole("navigation", { name: "Conversations" }).waitFor();
    await expectAccessible(page);
    await screenshot(page, `phone-conversations-${colorScheme}`);
    await page.getByRole("button", { name: "What is 348 + 275?", exact: true }).click();
    await page.getByRole("navigation", { name: "Conversations" }).waitFor({ state: "hidden" });
  });

  test("long words, code, tables and formulas scroll by themselves on a phone", async () => {
    const page = await tests.open(phone);
    await page.getByRole("button", { name: "Show conversations" }).click();
    const wide = [
      "w".repeat(400),
      `\`\`\`\n${"code ".repeat(80)}\n\`\`\``,
      `| ${"column | ".repeat(20)}\n|${"---|".repeat(20)}\n| ${"cell | ".repeat(20)}`,
      `$$${"x + ".repeat(80)}x$$`,
      `{"${"key".repeat(80)}": "${"value".repeat(80)}"}`,
    ];
    await importText(
      page,
      conversationFile(
        "Wide ".repeat(40),
        wide.map((content) => ({ content })),
      ),
    );
    await page.getByRole("article").nth(9).waitFor();
    await expectNoOverflow(page);
  });

  test("nothing moves for who asks for that", async () => {
    const page = await tests.open({ reducedMotion: "reduce" });
    const seconds = await page.evaluate(`[...document.querySelectorAll("*")].map((element) => getComputedStyle(element))
      .flatMap((style) => [style.transitionDuration, style.animationDuration].join().split(",")).map(parseFloat)`);
    expect(Math.max(...(seconds as number[]))).toBeLessThan(0.001);
  });

  test("the colours follow the button and stay after a reload", async () => {
    const page = await tests.open({ colorScheme: "light" });
    const paper = () => page.evaluate("getComputedStyle(document.documentElement).backgroundColor");
    const light = await paper();
    await page.getByRole("button", { name: /switch to light/ }).click();
    await page.getByRole("button", { name: /switch to dark/ }).click();
    const dark = await paper();
    expect(dark).not.toBe(light);
    await page.waitForTimeout(1_500);
    await page.reload();
    await page.getByRole("button", { name: /switch to those of the system/ }).waitFor();
    expect(await paper()).toBe(dark);
    await page.getByRole("button", { name: /switch to those of the system/ }).click();
    expect(await paper()).toBe(light);
  });
});

/** Nothing is wider than the window, except inside boxes that scroll. */
async function expectNoOverflow(page: Page): Promise<void> {
  const wide = await page.evaluate(`[...document.querySelectorAll("body *")]
    .filter((element) => element.scrollWidth > innerWidth && getComputedStyle(element).overflowX === "visible")
    .filter((element) => element.closest("pre, .table-frame, .katex-display, .unseen") === null)
    .map((element) => element.className + " " + element.scrollWidth)`);
  expect(wide).toEqual([]);
}
