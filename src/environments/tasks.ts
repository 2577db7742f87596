import { answerFormatTask } from "./answer-format/index.ts";
import { aime24Task, aime25Task } from "./benchmarks/aime.ts";
import { arenaHardTask } from "./benchmarks/arena-hard.ts";
import { bbhTask } from "./benchmarks/bbh.ts";
import { bbhFreeFormTask } from "./benchmarks/bbh-free-form.ts";
import { bfclTasks } from "./benchmarks/bfcl.ts";
import { creativeWritingTask } from "./benchmarks/creative-writing.ts";
import { dropTask } from "./benchmarks/drop.ts";
import { eqbench3Task } from "./benchmarks/eqbench3.ts";
import { gpqaTask } from "./benchmarks/gpqa.ts";
import { gsm8kTask } from "./benchmarks/gsm8k.ts";
import { humanevalTask } from "./benchmarks/humaneval.ts";
import { ifevalTask } from "./benchmarks/ifeval.ts";
import { instructionFollowingTask } from "./benchmarks/instruction-following.ts";
import { livecodebenchTask } from "./benchmarks/livecodebench.ts";
import { math500Task } from "./benchmarks/math-500.ts";
import { mmluTask } from "./benchmarks/mmlu.ts";
import { mmluProTask } from "./benchmarks/mmlu-pro.ts";
import { musrTask } from "./benchmarks/musr.ts";
import { openbookqaTask } from "./benchmarks/openbookqa.ts";
import { refusalbenchTask } from "./benchmarks/refusalbench.ts";
import { rewardbenchTask } from "./benchmarks/rewardbench.ts";
import { simpleqaTask } from "./benchmarks/simpleqa.ts";
import { toolUseContainsTask, toolUseTask } from "./benchmarks/tool-use.ts";
import { xstestTask } from "./benchmarks/xstest.ts";
import { environments } from "./generated/index.ts";
import { schemaAdherenceTask } from "./schema-adherence/index.ts";
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
  aime24Task,
  aime25Task,
  gsm8kTask,
  math500Task,
  gpqaTask,
  mmluTask,
  mmluProTask,
  openbookqaTask,
  simpleqaTask,
  bbhTask,
  bbhFreeFormTask,
  dropTask,
  musrTask,
  answerFormatTask,
  ifevalTask,
  instructionFollowingTask,
  schemaAdherenceTask,
  ...bfclTasks,
  toolUseTask,
  toolUseContainsTask,
  humanevalTask,
  livecodebenchTask,
  refusalbenchTask,
  xstestTask,
  arenaHardTask,
  creativeWritingTask,
  eqbench3Task,
  rewardbenchTask,
];
