import { bfclTasks } from "./benchmarks/bfcl.ts";
import { environments } from "./generated/index.ts";
import type { Task } from "./task.ts";

/** Everything that `hermes eval` knows. A new task is one file and one row. */
export const tasks: readonly Task[] = [
  ...environments.map(
    (environment): Task => ({
      id: environment.id,
      title: environment.id,
      group: "generated",
      files: [],
      needs: [],
      open: async () => environment,
    }),
  ),
  ...bfclTasks,
];
