import { existsSync } from "node:fs";
import { type Command, Option } from "commander";
import {
  type DeploymentRequest,
  type EngineName,
  engines,
  knownModelFacts,
  type ModelFacts,
  type PlanForm,
  planDeployment,
  type ReasoningMode,
  readFolderFacts,
  renderPlan,
  unknownModel,
} from "../deploy/index.ts";
import { HermesError } from "../errors.ts";
import { EMBEDDED_MODEL, findModel, type ModelReference, readModelReference } from "../hub/index.ts";
import { parseWhole } from "./flags.ts";
import { readEnvironmentHubSettings } from "./hub-settings.ts";
import type { Terminal } from "./terminal.ts";

interface DeployFlags {
  readonly model: string;
  readonly gpus: number;
  readonly gpuMemory: number;
  readonly nodes: number;
  readonly replicas: number;
  readonly context?: number;
  readonly reasoning: ReasoningMode;
  readonly compose?: boolean;
  readonly kubernetes?: boolean;
  readonly json?: boolean;
}

export function addDeployCommand(program: Command, terminal: Terminal): void {
  const command = program
    .command("deploy")
    .description("print how to start a model on vLLM or SGLang, with the reason for every option; nothing is started")
    .argument("<engine>", Object.keys(engines).join(" or "))
    .requiredOption("--model <what>", "a Hermes 4 model (hermes-4-70b-fp8, …; @REVISION) or a folder with config.json");
  addMachineOptions(command)
    .option("--context <n>", "tokens of the longest conversation; the longest that fits", parseWhole(1))
    .addOption(
      new Option("--reasoning <how>", "text: the client takes thoughts apart; fields: the engine does")
        .choices(["text", "fields"])
        .default("text"),
    )
    .addOption(new Option("--compose", "a Docker compose file").conflicts("kubernetes"))
    .option("--kubernetes", "Kubernetes objects")
    .option("--json", "the plan as data")
    .action((engine: string, flags: DeployFlags) => {
      const plan = planDeployment(toRequest(parseEngine(engine), flags));
      terminal.write(flags.json ? `${JSON.stringify(plan, null, 2)}\n` : renderPlan(plan));
    });
}

function addMachineOptions(command: Command): Command {
  return command
    .option("--gpus <n>", "GPUs of one machine", parseWhole(1), 1)
    .option("--gpu-memory <gb>", "memory of one GPU, in GB of 10^9 bytes", parseWhole(1), 80)
    .option("--nodes <n>", "machines that share one copy of the model", parseWhole(1), 1)
    .option("--replicas <n>", "copies of the model behind a router (sglang)", parseWhole(1), 1);
}

function parseEngine(name: string): EngineName {
  if (Object.hasOwn(engines, name)) return name as EngineName;
  const message = `"${name}" is no engine there are plans for: expected ${Object.keys(engines).join(" or ")}.`;
  throw new HermesError("usage", message, { argument: "engine" });
}

function toRequest(engine: EngineName, flags: DeployFlags): DeploymentRequest {
  const { gpus, gpuMemory, nodes, replicas, context, reasoning } = flags;
  const model = findFacts(flags.model);
  const form: PlanForm = flags.kubernetes ? "kubernetes" : flags.compose ? "compose" : "shell";
  return { engine, model, gpus, gpuBytes: gpuMemory * 1e9, nodes, replicas, contextLength: context, reasoning, form };
}

/** A folder by what lies there, a published model by what is known of it, any other by its copy on this computer. */
function findFacts(model: string): ModelFacts {
  const reference = existsSync(model) ? null : readModelReference(model);
  if (reference === null && /\.gguf$/i.test(model)) throw isGguf(model);
  if (reference === null) return readFolderFacts(model);
  const { repository, revision, quantization } = reference;
  if (quantization !== undefined || /gguf/i.test(repository)) throw isGguf(model);
  return knownModelFacts(repository, revision) ?? localFacts(model, reference);
}

function localFacts(model: string, { repository, revision }: ModelReference): ModelFacts {
  const local = findModel(model, readEnvironmentHubSettings());
  if (local === null) throw unknownModel(repository);
  if (local.modelId === EMBEDDED_MODEL) return readFolderFacts(local.folder);
  const kept = revision === undefined ? {} : { revision };
  return readFolderFacts(local.folder, { kind: "repository", repository, ...kept });
}

function isGguf(model: string): HermesError {
  const message = `${model} is GGUF, which these engines run slowly or not at all: plan with hermes-4-14b-fp8, hermes-4-70b-fp8 or hermes-4-405b-fp8.`;
  return new HermesError("usage", message, { argument: "model" });
}
