import { mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Browser, BrowserContext, BrowserContextOptions, Page } from "playwright-core";
import { expect } from "vitest";
import type { AgentSetup } from "../../../src/agent/index.ts";
import { Hermes } from "../../../src/hermes.ts";
import {
  type GivenServerOptions,
  type LoadModel,
  type RunningServer,
  resolveServerOptions,
  startServer,
} from "../../../src/server/index.ts";
import { builtPage } from "../../../tools/launch/web.js";
import { launchBrowser } from "./chromium.ts";

const root = fileURLToPath(new URL("../../../", import.meta.url));
const screenshots = `${root}build/screenshots/`;

export interface PageServerOptions {
  readonly server?: GivenServerOptions;
  /** Default: nano. */
  readonly load?: LoadModel;
  readonly agent?: AgentSetup;
  /** Give the tests before the model is loaded. Default false. */
  readonly whileLoading?: boolean;
}

/** A server with its page, a browser, and everything that went wrong on the pages. */
export interface PageTests {
  readonly server: RunningServer;
  /** A page with a store of its own. What goes wrong on it stands in `problems`. */
  open(options?: BrowserContextOptions & { readonly path?: string }): Promise<Page>;
  /** Another page of the same browser profile: another tab. */
  openTab(context: BrowserContext, path?: string): Promise<Page>;
  /** Requests to other hosts, dialogs, broken policies, errors in scripts. */
  readonly problems: string[];
  close(): Promise<void>;
}

/** Starts the server with nano, greedy unless told otherwise, and a browser. */
export async function openPageTests(given: PageServerOptions = {}): Promise<PageTests> {
  const options = resolveServerOptions({
    port: 0,
    pageFolder: root + builtPage,
    agent: given.agent ?? null,
    defaults: { sampling: { temperature: 0 } },
    shutdownMs: 100,
    ...given.server,
  });
  const load = given.load ?? (() => Hermes.load());
  const [server, browser] = await Promise.all([startServer(options, load), launchBrowser()]);
  if (given.whileLoading !== true) await server.loaded;
  return pageTests(server, browser);
}

function pageTests(server: RunningServer, browser: Browser): PageTests {
  const problems: string[] = [];
  const openTab = async (context: BrowserContext, path = "") => {
    const page = await context.newPage();
    watch(page, server.url, problems);
    await page.goto(server.url + path);
    return page;
  };
  return {
    server,
    problems,
    openTab,
    open: async ({ path = "", ...options } = {}) =>
      openTab(await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options }), path),
    close: async () => {
      await browser.close();
      await server.stop();
    },
  };
}

function watch(page: Page, url: string, problems: string[]): void {
  page.setDefaultTimeout(10_000);
  page.on("pageerror", (error) => problems.push(`error: ${error.stack ?? error.message}`));
  page.on("dialog", (dialog) => {
    problems.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on("console", (message) => {
    // An answer of the server that is an error is no fault of the page.
    const expected = message.text().startsWith("Failed to load resource");
    if (["error", "warning"].includes(message.type()) && !expected) problems.push(`console: ${message.text()}`);
  });
  page.on("request", (request) => {
    const own = request.url().startsWith(url) || request.url().startsWith("blob:");
    if (!own) problems.push(`request: ${request.url()}`);
  });
}

/** A tool that nano knows from its training. Each call is to be approved. */
export const weather: AgentSetup = {
  tools: [
    {
      tool: {
        type: "function",
        function: {
          name: "get_weather",
          description: "Get the weather in a city.",
          parameters: { type: "object", properties: { city: { type: "string" } }, required: ["city"] },
        },
      },
      source: "demo",
      allowed: false,
      run: async ({ city }) => ({
        content: JSON.stringify({ city, temperature: 21, condition: "sunny" }),
        isError: false,
      }),
    },
  ],
  maxRounds: 4,
  toolTimeoutMs: 5_000,
  resultLength: 1_000,
};

/** Sends a message as a user does, and waits until the answer is over. */
export async function say(page: Page, text: string): Promise<void> {
  // Every answer that is over has such a button.
  const ended = page.getByRole("button", { name: "Answer again" });
  const before = await ended.count();
  await write(page, text);
  await ended.nth(before).waitFor();
}

/** Sends a message and does not wait. */
export async function write(page: Page, text: string): Promise<void> {
  await page.getByRole("textbox", { name: "Message" }).fill(text);
  await page.getByRole("textbox", { name: "Message" }).press("Enter");
}

/** The text of the last answer, without the tools below it. */
export function lastAnswer(page: Page) {
  return page.getByRole("article", { name: "Hermes" }).last();
}

/** Keeps a picture of the page in build/screenshots. */
export async function screenshot(page: Page, name: string): Promise<void> {
  mkdirSync(screenshots, { recursive: true });
  // Waiting for a function asks again by eval from within the page, which its policy forbids.
  await page.evaluate("document.fonts.ready.then(() => true)");
  const bytes = await page.screenshot({ path: `${screenshots}${name}.png`, animations: "disabled" });
  expect(bytes.length).toBeGreaterThan(5_000);
}

/** Imports a file through the menu of the page and closes what it says about it. */
export async function importText(page: Page, text: string): Promise<void> {
  await page.getByRole("button", { name: "Export, import, delete" }).click();
  const choosing = page.waitForEvent("filechooser");
  await page.getByRole("menuitem", { name: "Import a file" }).click();
  await (await choosing).setFiles({ name: "file.json", mimeType: "application/json", buffer: Buffer.from(text) });
  await page.getByRole("dialog").waitFor();
  await page.getByRole("button", { name: "Close", exact: true }).last().click();
}
