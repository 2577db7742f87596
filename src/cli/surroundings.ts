import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** What differs between a checkout and an installed package. */
export interface Surroundings {
  /** Folder of the built chat page, made ready where it can be; null where there is none. */
  preparePage(): Promise<string | null>;
}

/** An installed package brings its page along, beside the built files. */
export const packageSurroundings: Surroundings = {
  async preparePage() {
    const folder = fileURLToPath(new URL("../web", import.meta.url));
    return existsSync(folder) ? folder : null;
  },
};
