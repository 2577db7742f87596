import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";

/** The built page in a checkout, from its root. */
export const builtPage = "build/web";

/**
 * Whether the chat page is not built, or is older than one of its sources, the build script or the installed packages.
 * @param {string} root
 */
export function webIsStale(root) {
  const built = changed(join(root, builtPage, "index.html"));
  if (built === 0) return true;
  const sources = readdirSync(join(root, "web"), { recursive: true, encoding: "utf8" })
    .filter((name) => !/\.test\.tsx?$/.test(name))
    .map((name) => join(root, "web", name));
  return [join(root, "tools", "build-web.ts"), join(root, "package-lock.json"), ...sources].some(
    (path) => changed(path) > built,
  );
}

/**
 * @param {string} path
 * @returns {number} time of the last change; 0 when there is no such file
 */
function changed(path) {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}
