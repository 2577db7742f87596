import { type DeploymentPlan, type Flag, type FlagValue, MODEL_MOUNT } from "../deployment-plan.ts";
import { totalWeightBytes } from "../model-facts.ts";
import { describeLeftOut, describeMemory, describeTitle, wrapText } from "./describe-plan.ts";
import { Commented, type YamlValue } from "./print-yaml.ts";

const WIDTH = 100;
/** A download or a disk that is not slow; a start may take as long as the weights need at this speed. */
const BYTES_A_SECOND = 100e6;
/** Even a small model compiles and captures graphs for minutes. */
const SHORTEST_START_SECONDS = 600;

/** Memory that the processes of a model share, in GiB; 16 is what vLLM's guide gives. */
export const SHARED_MEMORY_GIB = 16;

/** Where the images keep what they fetch. */
export const HUB_CACHE = "/root/.cache/huggingface";

/** What the top of a file says, as comment lines. */
export function headingLines(plan: DeploymentPlan, usage: readonly string[]): string {
  const lines = [
    `${describeTitle(plan)}.`,
    "",
    "Memory of the fullest GPU, by estimate; GB are 10^9 bytes:",
    ...describeMemory(plan).map((line) => `  ${line}`),
    "",
    "Left out on purpose:",
    ...describeLeftOut(plan).flatMap((text) =>
      wrapText(text, WIDTH).map((line, index) => `${index === 0 ? "-" : " "} ${line}`),
    ),
    "",
    ...plan.notes.flatMap((note) => wrapText(note, WIDTH)),
    "",
    ...usage,
  ];
  return `${lines.map((line) => `# ${line}`.trimEnd()).join("\n")}\n`;
}

/** Arguments as a list, every flag below the reason for it. `print` spells a value as the file's format wants it. */
export function argumentList(
  leading: readonly string[],
  flags: readonly Flag[],
  print: (value: FlagValue) => string,
): readonly YamlValue[] {
  return [...leading.map(print), ...flags.flatMap((flag) => flagItems(flag, print))];
}

function flagItems({ name, values, reason }: Flag, print: (value: FlagValue) => string): YamlValue[] {
  return [new Commented(wrapText(reason, WIDTH), name), ...values.map(print)];
}

/** A command that succeeds when the server answers; all the images have Python, not all have curl. */
export function healthCommand(port: number): readonly string[] {
  const script = `import urllib.request; urllib.request.urlopen("http://127.0.0.1:${port}/health", timeout=5)`;
  return ["python3", "-c", script];
}

/** How long the first start may take: until the weights are fetched and loaded. */
export function startSeconds({ model }: DeploymentPlan): number {
  return Math.max(SHORTEST_START_SECONDS, Math.ceil(totalWeightBytes(model) / BYTES_A_SECOND));
}

/** Where the model lies: on the machine, and in the container. */
export function modelMount({ model: { source } }: DeploymentPlan, hubCache: string): { from: string; to: string } {
  return source.kind === "folder" ? { from: source.path, to: MODEL_MOUNT } : { from: hubCache, to: HUB_CACHE };
}
