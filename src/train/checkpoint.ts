import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { HermesError } from "../errors.ts";
import { openSafetensors, readFloats, type TensorData, writeSafetensors } from "../formats/index.ts";
import type { TrainedModelConfig } from "./model-config.ts";
import type { ParameterTable } from "./parameters.ts";
import type { StreamPosition } from "./row-stream.ts";
import type { Schedule } from "./schedule.ts";
import type { TrainingState } from "./trainer.ts";

/** Everything about a run but its weights and moments. */
export interface RunState {
  /** Updates made. */
  readonly step: number;
  readonly position: StreamPosition;
  readonly config: TrainedModelConfig;
  readonly schedule: Schedule;
  readonly seed: number;
  readonly rowLength: number;
  readonly rowsPerStep: number;
  /** Tokens in all rows seen. */
  readonly tokensSeen: number;
  /** Name of the file that holds the arrays of this step. */
  readonly arrays: string;
}

/** The file that makes a checkpoint valid; it is replaced last, in one rename. */
const STATE_FILE = "training-state.json";
const ARRAYS = ["weights", "means", "variances"] as const;

/** Saves a checkpoint: arrays under a new name, then the state that points to them; a kill in between leaves the old one. */
export async function saveCheckpoint(
  folder: string,
  run: Omit<RunState, "arrays">,
  table: ParameterTable,
  state: TrainingState,
): Promise<void> {
  await mkdir(folder, { recursive: true });
  const before = await readState(folder);
  const arrays = `state-${String(run.step).padStart(6, "0")}.safetensors`;
  writeSafetensors(join(folder, arrays), stateTensors(table, state));
  const temporary = join(folder, `${STATE_FILE}.partial`);
  await writeFile(temporary, `${JSON.stringify({ ...run, arrays }, null, 2)}\n`);
  await rename(temporary, join(folder, STATE_FILE));
  if (before !== null && before.arrays !== arrays) await rm(join(folder, before.arrays), { force: true });
}

/** Reads the last checkpoint of `folder`; null when there is none. Throws `training-invalid` when it does not fit. */
export async function loadCheckpoint(
  folder: string,
  createTable: (config: TrainedModelConfig) => ParameterTable,
): Promise<{ run: RunState; state: TrainingState } | null> {
  const run = await readState(folder);
  if (run === null) return null;
  const table = createTable(run.config);
  const file = openSafetensors(join(folder, run.arrays));
  try {
    const arrays = ARRAYS.map((array) => {
      const values = new Float32Array(table.count);
      for (const { name, rows, columns, offset } of table.parameters) {
        const tensor = file.tensors.get(`${array}.${name}`);
        if (tensor === undefined || tensor.byteLength !== 4 * rows * columns) throw unfit(folder, `${array}.${name}`);
        values.set(readFloats(tensor), offset);
      }
      return values;
    });
    return { run, state: { weights: arrays[0]!, means: arrays[1]!, variances: arrays[2]! } };
  } finally {
    file.dispose();
  }
}

/** weights.NAME, means.NAME and variances.NAME, each F32 [rows, columns], or [columns] for a norm. */
function stateTensors(table: ParameterTable, state: TrainingState): TensorData[] {
  return ARRAYS.flatMap((array) =>
    table.parameters.map(({ name, kind, rows, columns, offset }) => ({
      name: `${array}.${name}`,
      dtype: "F32" as const,
      shape: kind === "norm" ? [columns] : [rows, columns],
      chunks: () => {
        const values = state[array].slice(offset, offset + rows * columns);
        return [new Uint8Array(values.buffer, values.byteOffset, values.byteLength)];
      },
    })),
  );
}

async function readState(folder: string): Promise<RunState | null> {
  try {
    return JSON.parse(await readFile(join(folder, STATE_FILE), "utf8")) as RunState;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
    throw error;
  }
}

function unfit(folder: string, tensor: string): HermesError {
  const message = `The checkpoint in ${folder} lacks "${tensor}" in the size of its config. Start a new run in another folder.`;
  return new HermesError("training-invalid", message, { what: tensor });
}
