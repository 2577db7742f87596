import { join } from "node:path";
import type { Command } from "commander";
import { configFolder } from "../../config/index.ts";
import type { Terminal } from "../terminal.ts";
import { addKey, checkKeyName, createKey } from "./key-file.ts";

/** Where keys are kept unless --file says otherwise, in the folder of the user's own settings. */
const KEY_FILE = "server-keys";

interface NewKeyFlags {
  readonly name?: string;
  readonly file?: string;
}

export function addKeyCommand(program: Command, terminal: Terminal): void {
  program
    .command("key")
    .description("keys that clients of hermes serve must show")
    .command("new")
    .description("make a key: it is printed once, and only its hash is kept")
    .option("--name <name>", "whose key it is; shown in logs (default: the time)")
    .option("--file <file>", `the key file (default: ${KEY_FILE} beside your configuration)`)
    .action((flags: NewKeyFlags) => {
      const file = flags.file ?? join(configFolder(terminal.environment), KEY_FILE);
      const { key, stored } = createKey(checkKeyName(flags.name ?? nameByTime(new Date())));
      addKey(file, stored);
      terminal.write(`${key}\n`);
      terminal.writeError(
        `This is the key ${stored.name}; it is not shown again. Its hash is in ${file}.\nServe with: hermes serve --api-key-file ${quote(file)}\n`,
      );
    });
}

/** "key-20261123-074501". */
function nameByTime(now: Date): string {
  return `key-${now.toISOString().slice(0, 19).replace(/[-:]/g, "").replace("T", "-")}`;
}

/** As a shell takes it. */
function quote(path: string): string {
  return /^[\w./@:+-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`;
}
