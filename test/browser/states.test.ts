import { createHash } from "node:crypto";
import { afterEach, describe, expect, test } from "vitest";
import { inTurn } from "../../src/backends/remote/testing/hello-answer.ts";
import { events, modelList, ScriptedEndpoint } from "../../src/backends/remote/testing/scripted-endpoint.ts";
import { Hermes } from "../../src/hermes.ts";
import { expectAccessible } from "./testing/check-access.ts";
import { browserNote, chromium } from "./testing/chromium.ts";
import { lastAnswer, openPageTests, type PageTests, say, screenshot, write } from "./testing/open-page.ts";

describe.skipIf(chromium === null)(`what the page says when something is amiss${browserNote}`, () => {
  let tests: PageTests;
  afterEach(async () => {
    const problems = tests.problems.splice(0);
    await tests.close();
    expect(problems).toEqual([]);
  });

  test("a server with keys: the page asks, refuses a wrong one, keeps a right one for the tab", async () => {
    const sha256 = createHash("sha256").update("sk-right").digest("hex");
    tests = await openPageTests({ server: { keys: [{ name: "test", sha256 }] } });
    const page = await tests.open();
    const dialog = page.getByRole("dialog", { name: "This server asks for a key" });
    await dialog.waitFor();
    await expectAccessible(page);
    await page.keyboard.press("Escape");
    expect(await dialog.isVisible()).toBe(true);
    await page.getByLabel("Key", { exact: true }).fill("sk-wrong");
    await page.keyboard.press("Enter");
    await page.getByText("The server does not know this key.").waitFor();
    await screenshot(page, "key");
    expect(await page.getByLabel("Key", { exact: true }).inputValue()).toBe("sk-wrong");
    await page.getByLabel("Key", { exact: true }).fill("sk-right");
    await page.keyboard.press("Enter");
    await dialog.waitFor({ state: "detached" });
    await say(page, "Hello!");
    await page.reload();
    await say(page, "Who are you?");
    const other = await tests.openTab(page.context());
    await other.getByRole("dialog", { name: "This server asks for a key" }).waitFor();
  });

  test("what is sent before the page has met its server goes as soon as it has", async () => {
    tests = await openPageTests();
    const page = await tests.open();
    const met = Promise.withResolvers<void>();
    await page.route("**/v1/models", async (route) => {
      await met.promise;
      await route.continue();
    });
    await page.reload();
    await write(page, "Hello!");
    await expect.poll(() => page.getByRole("button", { name: "Send" }).isDisabled()).toBe(true);
    met.resolve();
    await lastAnswer(page).getByText("How can I help you?").waitFor();
    expect(await page.getByRole("textbox", { name: "Message" }).inputValue()).toBe("");
  });

  test("what is sent before the page has met its server does not go once the draft was changed", async () => {
    tests = await openPageTests();
    const page = await tests.open();
    const field = page.getByRole("textbox", { name: "Message" });
    for (const change of ["by an example", "by hand"]) {
      const met = Promise.withResolvers<void>();
      await page.route("**/v1/models", async (route) => {
        await met.promise;
        await route.continue();
      });
      await page.reload();
      await write(page, "Hello!");
      if (change === "by an example")
        await page.getByRole("list", { name: "Examples" }).getByRole("button").first().click();
      else await field.press("!");
      const draft = await field.inputValue();
      expect(draft).not.toBe("Hello!");
      met.resolve();
      await expect.poll(() => page.getByRole("button", { name: "Send" }).isEnabled()).toBe(true);
      expect(await field.inputValue()).toBe(draft);
      expect(await page.getByRole("article").count()).toBe(0);
      await page.unroute("**/v1/models");
    }
  });

  test("a reload in the middle of an answer keeps what had come, and says that it was interrupted", async () => {
    const begun = events({
      choices: [{ index: 0, delta: { role: "assistant", content: "Half an ans" }, finish_reason: null }],
    });
    const endpoint = await ScriptedEndpoint.start((request) =>
      request.method === "GET" ? modelList() : { pieces: begun, ending: "hang" },
    );
    tests = await openPageTests({ load: () => Hermes.load({ model: endpoint.baseUrl }) });
    const page = await tests.open();
    await write(page, "Hello!");
    await lastAnswer(page).getByText("Half an ans").waitFor();
    await page.reload();
    await lastAnswer(page).getByText("The page was closed while this answer was being written.").waitFor();
    expect(await lastAnswer(page).textContent()).toContain("Half an ans");
    expect(await page.getByRole("article").count()).toBe(2);
    await endpoint.close();
  });

  test("while the model loads one can write, and send when it is there", async () => {
    const gate = Promise.withResolvers<void>();
    const load = async () => {
      await gate.promise;
      return Hermes.load();
    };
    tests = await openPageTests({ load, whileLoading: true });
    const page = await tests.open();
    await page.getByText("Hermes is waking up").waitFor();
    await page.getByRole("textbox", { name: "Message" }).fill("Hello!");
    expect(await page.getByRole("button", { name: "Send" }).isDisabled()).toBe(true);
    await expectAccessible(page);
    await page.getByText("You can write already.").waitFor();
    await screenshot(page, "loading");
    gate.resolve();
    await page.getByText("What is on your mind?").waitFor();
    await page.getByRole("button", { name: "Send" }).click();
    await lastAnswer(page).getByText("How can I help you?").waitFor();
  });

  test("an answer that breaks off says why and is asked again", async () => {
    const chunk = (delta: object, finish: string | null = null) => ({
      choices: [{ index: 0, delta, finish_reason: finish }],
    });
    const begun = events(chunk({ role: "assistant", content: "Half an ans" }));
    const answers = inTurn(
      { pieces: begun, ending: "drop" },
      { pieces: [...begun, ...events(chunk({ content: "wer" }, "stop"), "[DONE]")] },
    );
    const endpoint = await ScriptedEndpoint.start((request) =>
      request.method === "GET" ? modelList() : answers(request),
    );
    tests = await openPageTests({ load: () => Hermes.load({ model: endpoint.baseUrl }) });
    const page = await tests.open();
    await write(page, "Hello!");
    await page.getByRole("button", { name: "Try again" }).waitFor();
    expect(await lastAnswer(page).textContent()).toContain("Half an ans");
    await screenshot(page, "failed");
    await page.getByRole("button", { name: "Try again" }).click();
    await lastAnswer(page).getByText("Half an answer").waitFor();
    await endpoint.close();
  });

  test("a limit that cuts an answer, and a prompt too long for the model", async () => {
    tests = await openPageTests();
    const page = await tests.open();
    await page.getByRole("button", { name: "Settings" }).click();
    await page.getByRole("textbox", { name: "Most tokens of an answer" }).fill("5");
    await say(page, "Who are you?");
    await lastAnswer(page).getByText("The answer was cut off").waitFor();
    await write(page, "word ".repeat(6_000));
    await expect.poll(() => lastAnswer(page).textContent()).toMatch(/4,?096/);
    expect(await page.getByRole("button", { name: "Try again" }).count()).toBe(0);
  });

  test("a long prompt shows how much of it is read", async () => {
    tests = await openPageTests();
    const page = await tests.open();
    await write(page, "What is 348 + 275? ".repeat(300));
    await page.getByText(/Reading the conversation: [\d,]+ of [\d,]+ tokens/).waitFor();
    await page.getByRole("progressbar", { name: "Reading the conversation" }).waitFor({ state: "detached" });
  });

  test("a server that goes away is told, and found again", async () => {
    tests = await openPageTests();
    const page = await tests.open();
    await say(page, "Hello!");
    await page.route("**/v1/**", (route) => route.abort());
    await write(page, "Who are you?");
    await lastAnswer(page).getByRole("button", { name: "Try again" }).waitFor();
    await page.unroute("**/v1/**");
    await lastAnswer(page).getByRole("button", { name: "Try again" }).click();
    await lastAnswer(page).getByText("I am Hermes nano").waitFor();
  });
});
