import { readFileSync } from "node:fs";
import { join } from "node:path";

/**
 * Packages of package-lock.json that are not installed in this version, by path. Optional ones count only where npm
 * installed another version: most of them are for other platforms.
 * @param {string} root
 * @returns {string[]}
 */
export function missingPackages(root) {
  const wanted = readPackages(join(root, "package-lock.json"));
  // npm writes here what it installed.
  const installed = readPackages(join(root, "node_modules", ".package-lock.json"));
  return Object.keys(wanted).filter((path) => {
    if (path === "") return false;
    const got = installed[path];
    return got === undefined ? !(wanted[path]?.optional || wanted[path]?.peer) : got.version !== wanted[path]?.version;
  });
}

/**
 * @param {string} path
 * @returns {Record<string, { version?: string, optional?: boolean, peer?: boolean }>}
 */
function readPackages(path) {
  try {
    return JSON.parse(readFileSync(path, "utf8")).packages ?? {};
  } catch {
    return {};
  }
}
