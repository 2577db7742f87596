/** For tests only: a cache folder, settings for a hub server and pulls from it. */
import { mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { onTestFinished } from "vitest";
import { HermesError } from "../../errors.ts";
import type { PullEvent } from "../pull-event.ts";
import { type PulledModel, type PullOptions, pullModel } from "../pull-model.ts";
import type { HubSettings } from "../settings.ts";
import type { HubServer } from "./hub-server.ts";

/** A folder that is removed when the test ends. */
export function temporaryFolder(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "hermes-hub-")));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export function settingsFor(hub: HubServer, token?: string): HubSettings {
  const cacheFolder = join(temporaryFolder(), "hub");
  return {
    endpoint: hub.endpoint,
    cacheFolder,
    offline: false,
    timeoutMs: 30_000,
    ...(token === undefined ? {} : { token }),
  };
}

export interface TestPull extends PulledModel {
  readonly events: readonly PullEvent[];
}

/** A pull whose licence is accepted. */
export async function pull(name: string, settings: HubSettings, options: Partial<PullOptions> = {}): Promise<TestPull> {
  const events: PullEvent[] = [];
  const onEvent = (event: PullEvent) => void events.push(event);
  const pulled = await pullModel(name, {
    settings,
    acceptLicence: async () => true,
    onEvent,
    retryDelayMs: 1,
    ...options,
  });
  return { ...pulled, events };
}

/** The HermesError an action ends with; fails when it ends with none. */
export async function errorOf(action: Promise<unknown> | (() => unknown)): Promise<HermesError> {
  try {
    await (typeof action === "function" ? action() : action);
  } catch (error) {
    if (error instanceof HermesError) return error;
    throw error;
  }
  throw new Error("expected a HermesError, nothing was thrown");
}

/** Files below a folder by path, their bytes read through links. */
export function readTree(folder: string): Record<string, Buffer> {
  const entries = readdirSync(folder, { recursive: true, encoding: "utf8" }).map((path) => join(folder, path));
  const files = entries.filter((path) => statSync(path).isFile());
  return Object.fromEntries(files.sort().map((path) => [relative(folder, path), readFileSync(path)]));
}
