/** Builds the chat page: web/ -> build/web (not committed). */
import { fileURLToPath } from "node:url";
import { build } from "vite";

const root = fileURLToPath(new URL("../", import.meta.url));

// Vite keeps what a test runner has set, and the page would carry React's slower development form.
process.env.NODE_ENV = "production";
await build({ configFile: `${root}web/vite.config.ts`, logLevel: "warn" });
