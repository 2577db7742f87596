import { tasks } from "../../environments/index.ts";
import { writeReport } from "../../evaluate/index.ts";
import { renderCount } from "../rows.ts";
import type { Terminal } from "../terminal.ts";

export interface ReportFlags {
  readonly out?: string;
  readonly withUnsafe?: boolean;
  readonly withPrivate?: boolean;
  readonly json?: boolean;
}

/** Writes the report of runs and says where it is. */
export async function reportCommand(folders: readonly string[], flags: ReportFlags, terminal: Terminal): Promise<void> {
  const written = await writeReport(folders, flags.out ?? folders[0]!, {
    known: tasks,
    withUnsafe: flags.withUnsafe === true,
    withPrivate: flags.withPrivate === true,
  });
  if (flags.json) {
    terminal.write(`${JSON.stringify(written)}\n`);
    return;
  }
  const { markdown, page, samples, withTexts } = written;
  terminal.write(`${markdown}\n${page}\n`);
  const note = withTexts === samples ? "" : `; the texts of ${renderCount(samples - withTexts)} are not in it`;
  terminal.writeError(`${renderCount(samples)} samples${note}\n`);
}
