import type { Command } from "commander";
import { collect, parseWhole } from "../flags.ts";
import type { Terminal } from "../terminal.ts";
import type { CompareFlags } from "./compare-command.ts";
import { addDataOption, addEvalOptions, addJudgeOptions, type EvalFlags } from "./eval-flags.ts";
import type { ReportFlags } from "./report-command.ts";

/** `hermes eval TASK…` is `hermes eval run TASK…`, so that each subcommand has its own options and refuses those of others. */
export function addEvalCommand(program: Command, terminal: Terminal, setExitCode: (code: number) => void): void {
  const command = program.command("eval").description("measure a model on tasks, with and without thinking");
  const run = addRunCommand(command, terminal, setExitCode);
  addListCommand(command, terminal);
  addCompareCommand(command, terminal, setExitCode);
  addReportCommand(command, terminal);
  addJudgeCommand(command, terminal);
  command.addHelpText("after", () => `\nWithout a command it is run:\n\n${run.helpInformation()}`);
}

function addRunCommand(program: Command, terminal: Terminal, setExitCode: (code: number) => void): Command {
  const command = program
    .command("run", { isDefault: true })
    .description("measure a model: run.json, samples.jsonl and metrics.json in a folder; a run that was cut goes on")
    .argument("[tasks...]", "names of tasks or of groups; hermes eval list shows them");
  return addEvalOptions(command).action(async (names: readonly string[], flags: EvalFlags) => {
    // Imported here, so that other commands start fast.
    const { runEval } = await import("./run-eval.ts");
    const { listTasks } = await import("./list-tasks.ts");
    if (flags.list) await listTasks(names, flags, terminal);
    else setExitCode(await runEval(names, command, terminal));
  });
}

function addCompareCommand(program: Command, terminal: Terminal, setExitCode: (code: number) => void): void {
  program
    .command("compare")
    .description(
      "compare two runs, or thinking and plain in one, item by item: what is better, worse, or no difference",
    )
    .argument("<a>", "folder of a run")
    .argument("[b]", "folder of another; differences are B - A")
    .option("--modes", "in one run with --thinking both: thinking (B) against plain (A)")
    .option("--task <name>", "only this task; may be given several times", collect)
    .option("--items <n>", "also list the items that differ most, so many of each task", parseWhole(1))
    .option("--json", "print one object")
    .action(async (a: string, b: string | undefined, flags: CompareFlags) => {
      const { compareCommand } = await import("./compare-command.ts");
      setExitCode(await compareCommand(a, b, flags, terminal));
    });
}

function addReportCommand(program: Command, terminal: Terminal): void {
  program
    .command("report")
    .description("write report.md, and report.html with plots and every sample, which opens in a browser")
    .argument("<folders...>", "folders of runs; several stand side by side")
    .option("--out <folder>", "where to write (default: the first of them)")
    .option("--with-unsafe", "put in the texts of requests that ask for harm, and of their answers")
    .option("--with-private", "put in the texts of items whose authors ask not to publish them")
    .option("--json", "print one object with the files")
    .action(async (folders: readonly string[], flags: ReportFlags) => {
      const { reportCommand } = await import("./report-command.ts");
      await reportCommand(folders, flags, terminal);
    });
}

function addListCommand(program: Command, terminal: Terminal): void {
  const command = program
    .command("list")
    .description("list the tasks, what they need, and which data are there")
    .argument("[tasks...]", "names of tasks or of groups (default: all)");
  addDataOption(command)
    .option("--json", "print one object")
    .action(async (names: readonly string[], flags: Pick<EvalFlags, "data" | "json">) => {
      const { listTasks } = await import("./list-tasks.ts");
      await listTasks(names, flags, terminal);
    });
}

function addJudgeCommand(program: Command, terminal: Terminal): void {
  const command = program
    .command("judge")
    .description(
      "measure a judge of refusals on answers that people labelled (XSTest); without --judge the list of phrases",
    );
  addDataOption(addJudgeOptions(command))
    .option("--limit <n>", "answers of each file, drawn at random", parseWhole(1))
    .option("--concurrency <n>", "requests at once (default: 8)", parseWhole(1))
    .option("--json", "print one list with all figures")
    .action(async () => {
      const { measureJudge } = await import("./measure-judge.ts");
      await measureJudge(command, terminal);
    });
}
