import { type Command, Option } from "commander";
import type { CacheDtype, ComputeMode } from "../kernels/index.ts";
import { renderBenchJson, renderBenchTable } from "./bench-report.ts";
import { parseWhole, parseWholes } from "./flags.ts";
import { findModelFolder } from "./model-folder.ts";
import { nameOption } from "./name-option.ts";
import { createProgressLine } from "./progress.ts";
import type { Terminal } from "./terminal.ts";

/** Options of `hermes bench`, as typed by the user. */
interface BenchFlags {
  readonly model: string;
  readonly promptTokens?: readonly number[];
  readonly decodeTokens?: number;
  readonly streams?: readonly number[];
  readonly threads?: number;
  readonly rounds?: number;
  readonly compute?: ComputeMode;
  readonly cacheDtype?: CacheDtype;
  readonly json?: boolean;
}

export function addBenchCommand(program: Command, terminal: Terminal): void {
  program
    .command("bench")
    .description("measure a model: tokens a second, time to first token, memory, share of what the memory can deliver")
    .option("--model <dir>", "model folder, or nano for the embedded model", "nano")
    .option("--prompt-tokens <n,…>", "lengths of the prompts (default: 512)", parseWholes(1))
    .option("--decode-tokens <n>", "tokens each stream generates (default: 64)", parseWhole(2))
    .option("--streams <n,…>", "numbers of answers at the same time (default: 1,8)", parseWholes(1))
    .option("--threads <n>", "worker threads of the engine", parseWhole(1))
    .option("--rounds <n>", "timed rounds, of which the median is printed (default: 3)", parseWhole(1))
    .addOption(
      new Option("--compute <mode>", "fast makes weights int8, exact keeps them as stored").choices(["exact", "fast"]),
    )
    .addOption(
      new Option("--cache-dtype <form>", "how keys and values are kept").choices(["float32", "float16", "int8"]),
    )
    .option("--json", "print one object instead of the table")
    .action(async ({ model, json, ...flags }: BenchFlags) => {
      // Imported here, so that commands without a model start fast.
      const { measureModel } = await import("../measure/index.ts");
      const progress = createProgressLine(terminal);
      const onProgress = (part: string): void => progress.show(`${part} …`);
      const measurement = await measureModel({ folder: findModelFolder(model), ...flags, onProgress })
        .catch((error: unknown) => Promise.reject(nameOption(error)))
        .finally(() => progress.clear());
      terminal.write(
        json ? `${JSON.stringify(renderBenchJson(model, measurement))}\n` : renderBenchTable(model, measurement),
      );
    });
}
