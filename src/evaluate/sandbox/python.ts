import { execFile } from "node:child_process";

/** A Python interpreter, and what it must be able to read. */
export interface Python {
  /** The file behind all links. */
  readonly executable: string;
  readonly version: string;
  /** Its standard library and shared library. */
  readonly paths: readonly string[];
}

const FACTS = `
import json, os, sys, sysconfig
library = os.path.join(sysconfig.get_config_var("LIBDIR") or "", sysconfig.get_config_var("INSTSONAME") or "")
print(json.dumps({
    "executable": os.path.realpath(sys.executable),
    "version": "%d.%d.%d" % sys.version_info[:3],
    "paths": sorted({os.path.realpath(sysconfig.get_path(name)) for name in ("stdlib", "platstdlib")} | {library}),
}))`;

const PATIENCE_MS = 20_000;

/** The `python3` of the search path, or null. */
export async function findPython(): Promise<Python | null> {
  const text = await new Promise<string>((resolve) => {
    execFile("python3", ["-I", "-c", FACTS], { timeout: PATIENCE_MS }, (error, stdout) => resolve(error ? "" : stdout));
  });
  return text === "" ? null : (JSON.parse(text) as Python);
}
