import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { type Browser, chromium as driver } from "playwright-core";

/** The browser of this computer; null where there is none. */
export const chromium: string | null = findInPath(["chromium", "chromium-browser", "google-chrome"]);

/** Ends the name of a suite that cannot run. */
export const browserNote = chromium === null ? " (skipped: chromium missing)" : "";

export function launchBrowser(): Promise<Browser> {
  // Its sandbox needs rights that containers do not give; it opens pages of this repository only.
  return driver.launch({ executablePath: chromium!, args: ["--no-sandbox"] });
}

function findInPath(names: readonly string[]): string | null {
  const folders = (process.env.PATH ?? "").split(delimiter);
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find(isProgram) ?? null;
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
