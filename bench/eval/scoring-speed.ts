/**
 * `node bench/eval/scoring-speed.ts [FOLDER]`: how many answers a second each task scores. Every item of the data is scored once with its
 * demonstration and once with garbage; the demonstrations must be right. One JSON line last.
 */
import { fileURLToPath } from "node:url";
import { DataFolder, type Environment, type Task, tasks } from "../../src/environments/index.ts";
import { HermesError } from "../../src/errors.ts";
import { describeMachine, printMachine } from "../machine.ts";

const MOST_ITEMS = 2_000;
const GARBAGE = "I think that a dog is nice, and so it is 7.";
const folder = process.argv[2] ?? fileURLToPath(new URL("../../../shared/data/eval", import.meta.url));
const print = (line: string): void => void process.stdout.write(`${line}\n`);

interface Speed {
  readonly task: string;
  readonly items: number;
  readonly rowsPerSecond: number;
  readonly garbageRowsPerSecond: number;
  /** Mean values. */
  readonly demonstrations: number;
  readonly garbage: number;
}

async function measure(task: Task): Promise<Speed> {
  const environment = await task.open(new DataFolder({ folder }));
  const items: unknown[] = [];
  for await (const item of environment.items("eval", 1)) {
    if (items.push(item) === MOST_ITEMS) break;
  }
  const shown = items.flatMap((item) => {
    const completion = environment.demonstrate(item, "reasoning");
    return completion === null ? [] : [{ item, completion }];
  });
  const [demonstrations, rowsPerSecond] = await scoreAll(environment, shown);
  const nonsense = items.map((item) => ({ item, completion: `<think>\nHm.\n</think>\n${GARBAGE}` }));
  const [garbage, garbageRowsPerSecond] = await scoreAll(environment, nonsense);
  return { task: task.id, items: items.length, rowsPerSecond, garbageRowsPerSecond, demonstrations, garbage };
}

async function scoreAll(
  environment: Environment,
  answers: readonly { readonly item: unknown; readonly completion: string }[],
): Promise<[mean: number, rowsPerSecond: number]> {
  const start = performance.now();
  let sum = 0;
  for (const { item, completion } of answers) {
    sum += (await environment.score(item, { mode: "reasoning", completion }, {})).value;
  }
  const rate = (1000 * answers.length) / (performance.now() - start);
  return [answers.length === 0 ? Number.NaN : sum / answers.length, Math.round(rate)];
}

const machine = describeMachine();
printMachine(machine);
const speeds: Speed[] = [];
print("task                     items   rows/s  garbage/s  right  garbage");
for (const task of tasks) {
  try {
    if (task.needs.length > 0) throw new HermesError("usage", `needs a ${task.needs.join(" and a ")}`, {});
    const speed = await measure(task);
    speeds.push(speed);
    const { items, rowsPerSecond, garbageRowsPerSecond, demonstrations, garbage } = speed;
    const rates = `${String(rowsPerSecond).padStart(8)} ${String(garbageRowsPerSecond).padStart(10)}`;
    print(
      `${task.id.padEnd(23)} ${String(items).padStart(6)} ${rates} ${demonstrations.toFixed(3).padStart(6)} ${garbage.toFixed(3).padStart(8)}`,
    );
  } catch (error) {
    if (!(error instanceof HermesError)) throw error;
    print(
      `${task.id.padEnd(23)} skipped: ${error.code === "file-missing" ? "its data are not present" : error.message}`,
    );
  }
}
print(JSON.stringify({ bench: "scoring-speed", machine, speeds }));
