/** Builds the chat page: web/ -> build/web (not committed). */
import { fileURLToPath } from "node:url";
import { build } from "vite";

const root = fileURLToPath(new URL("../", import.meta.url));

await build({ configFile: `${root}web/vite.config.ts`, logLevel: "warn" });
