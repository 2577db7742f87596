/** For tests only: plans of published models, and what a plan's command line is. */
import type { Command, DeploymentPlan, DeploymentRequest, FlagValue } from "./deployment-plan.ts";
import { knownModelFacts } from "./known-models.ts";
import type { ModelFacts } from "./model-facts.ts";
import { planDeployment } from "./plan-deployment.ts";

/** The facts of "NousResearch/Hermes-4-" and what follows, such as "70B-FP8". */
export function hermes4(size: string): ModelFacts {
  const facts = knownModelFacts(`NousResearch/Hermes-4-${size}`);
  if (facts === null) throw new Error(`no Hermes-4-${size}`);
  return facts;
}

/** A plan on one GPU of 80 GB for vLLM, but for what is given. */
export function testPlan(size: string, change: Partial<DeploymentRequest> = {}): DeploymentPlan {
  return planDeployment({
    engine: "vllm",
    model: hermes4(size),
    gpus: 1,
    gpuBytes: 80e9,
    nodes: 1,
    replicas: 1,
    reasoning: "text",
    form: "shell",
    ...change,
  });
}

/** Program and arguments, as a process gets them in this environment; without those for followers. */
export function argumentsOf(
  { program, leading, flags }: Command,
  environment: Readonly<Record<string, string>> = {},
): readonly string[] {
  const written = (value: FlagValue) =>
    typeof value === "string" ? value : `${environment[value.environment]}${value.suffix ?? ""}`;
  const ordinary = flags.filter(({ followersOnly }) => followersOnly !== true);
  return [...program, ...leading, ...ordinary.flatMap(({ name, values }) => [name, ...values.map(written)])];
}

/** The value of an option with one value; undefined where it is not given. */
export function flagValue({ flags }: Command, name: string): FlagValue | undefined {
  return flags.find((flag) => flag.name === name)?.values[0];
}
