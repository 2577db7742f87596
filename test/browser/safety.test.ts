import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { attacks } from "./testing/attacks.ts";
import { browserNote, chromium } from "./testing/chromium.ts";
import { conversationFile, type GivenStep } from "./testing/conversation-file.ts";
import { startEchoModel } from "./testing/echo-model.ts";
import { importText, lastAnswer, openPageTests, type PageTests, say, screenshot } from "./testing/open-page.ts";

/** Elements that an answer never brings about. */
const forbidden =
  "script, iframe, object, embed, img, video, audio, link, style, base, meta, form[action], area, frame";

describe.skipIf(chromium === null)(`what a model says is only text on the page${browserNote}`, () => {
  let tests: PageTests;
  let model: Awaited<ReturnType<typeof startEchoModel>>;
  beforeAll(async () => {
    model = await startEchoModel();
    tests = await openPageTests({ load: model.load });
  });
  afterAll(async () => {
    await tests.close();
    await model.close();
  });
  // Requests to other hosts, dialogs and broken policies among them.
  afterEach(() => expect(tests.problems.splice(0)).toEqual([]));

  test.each(["light", "dark"] as const)("an answer with everything, %s", async (colorScheme) => {
    const page = await tests.open({ colorScheme, viewport: { width: 1280, height: 1000 } });
    await say(page, rich);
    const answer = lastAnswer(page);
    await expect.poll(() => answer.locator(".katex").count()).toBe(3);
    expect(await answer.locator(".hljs-keyword").count()).toBeGreaterThan(0);
    expect(await answer.getByRole("link", { name: "a link" }).getAttribute("rel")).toBe("noopener noreferrer nofollow");
    expect(await answer.textContent()).toContain("a cat");
    await screenshot(page, `markdown-${colorScheme}`);
  });

  test("an answer that is JSON is a tree that folds", async () => {
    const page = await tests.open();
    await say(page, '{"name": "Hermes", "sizes": [14, 70, 405], "open": true, "big": 12345678901234567890}');
    const answer = lastAnswer(page);
    await answer.getByText("12345678901234567890").waitFor();
    await screenshot(page, "json");
    await answer.getByText("[ 3 items ]").click();
    await answer.getByText("405").waitFor({ state: "detached" });
    await answer.getByRole("button", { name: "Show as text" }).click();
    expect(await answer.locator("pre").textContent()).toContain('"sizes": [14, 70, 405]');
  });

  test("attacks that stream in", async () => {
    const page = await tests.open();
    for (const text of attacks.slice(0, 6)) await say(page, text);
    await expectHarmless(page);
    expect(await page.evaluate("crossOriginIsolated")).toBe(true);
  });

  test("attacks in every place of an imported conversation", async () => {
    const page = await tests.open();
    await importText(page, conversationFile(attacks[0]!, attacks.map(everywhere)));
    await expectHarmless(page);
    await page
      .getByRole("button", { name: /^Thought for/ })
      .last()
      .click();
    await page.getByRole("button", { name: "Settings" }).click();
    await page.getByRole("searchbox", { name: "Search conversations" }).fill("alert");
    await page.getByText("found").waitFor();
    await expectHarmless(page);
  });

  test("text that no parser likes is shown as it is", async () => {
    const page = await tests.open();
    for (const text of [">".repeat(20_000), `${"[".repeat(20_000)}x`, `$$${"{".repeat(4_000)}$$`])
      await say(page, text);
    await say(page, "still **here**");
    expect(await lastAnswer(page).locator("strong").textContent()).toBe("here");
  });
});

/** The text in each place that a step of an answer has. */
function everywhere(text: string): GivenStep {
  return {
    content: text,
    reasoning: { text, tokens: 1, elapsedMs: 100, ended: true, closed: true },
    calls: [
      {
        id: "call",
        name: text,
        arguments: JSON.stringify({ [text]: text }),
        source: text,
        state: "finished",
        approvalId: null,
        result: { outcome: "done", content: text, elapsedMs: 1 },
      },
    ],
    invalidCalls: [{ raw: text, reason: text }],
  };
}

async function expectHarmless(page: Page): Promise<void> {
  // The code runs in the browser, whose types these tests do not know.
  const found = await page.evaluate(`({
    elements: [...document.querySelectorAll("#root :is(${forbidden})")].map((element) => element.outerHTML),
    handlers: [...document.querySelectorAll("*")].flatMap((element) => [...element.attributes])
      .filter(({ name }) => name.startsWith("on")).map(({ name }) => name),
    addresses: [...document.querySelectorAll("[href], [src], [action], [data], [xlink\\\\:href]")]
      .filter((element) => element.closest("#root") !== null)
      .map((element) => element.getAttribute("href") ?? "no href")
      .filter((address) => !/^(https?:[/][/][^/]|mailto:)/.test(address)),
    ran: "pwned" in window,
  })`);
  expect(found).toEqual({ elements: [], handlers: [], addresses: [], ran: false });
}

const rich = `## Circles and integrals

The area of a circle is \\(A = \\pi r^2\\), and this costs between $5 and $10. In **Python**:

\`\`\`python
def area(radius: float) -> float:
    """Area of a circle."""
    return math.pi * radius ** 2
\`\`\`

The Gaussian integral:

$$
\\int_{-\\infty}^{\\infty} e^{-x^2}\\,dx = \\sqrt{\\pi}
$$

| planet | moons | radius |
|---|---:|---:|
| Mars | 2 | 3,390 km |
| Jupiter | 95 | 69,911 km |

1. First, square it: $I^2$.
2. Then follow [a link](https://example.org/integral).

> An image is only named: ![a cat](https://example.org/cat.png)`;
