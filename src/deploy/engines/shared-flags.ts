import { type DeploymentRequest, type Flag, machineEnvironment } from "../deployment-plan.ts";
import { type EngineInput, flag } from "./engine.ts";

/** What the model is called and where it answers. Both engines spell these options alike. */
export function identityFlags({ request }: EngineInput, title: string, port: number): Flag[] {
  const { source, servedName } = request.model;
  const revision = source.kind === "repository" ? source.revision : undefined;
  return [
    flag("--served-model-name", servedName, "The name that requests use, whatever the path of the weights."),
    ...(revision === undefined ? [] : [flag("--revision", revision, "The revision that was asked for.")]),
    hostFlag(request),
    flag("--port", port, `${title}'s own default, written down because clients need it.`),
  ];
}

/** Who can reach the port. */
function hostFlag({ form, nodes, replicas }: DeploymentRequest): Flag {
  const inside = "Inside the container; what is reachable from outside is decided by the ports below.";
  if (form !== "shell") return flag("--host", "0.0.0.0", inside);
  if (replicas > 1)
    return flag("--host", "0.0.0.0", "The router has to reach it: keep the port inside a private network.");
  const where = nodes > 1 ? "the first machine" : "this machine";
  return flag(
    "--host",
    "127.0.0.1",
    `Reachable from ${where} alone: without a key, whoever reaches the port may use it.`,
  );
}

/** How the model is split; `meeting` is the option by which machines of one copy find each other. */
export function parallelFlags({ request, parallelism }: EngineInput, meeting: Flag): Flag[] {
  const { tensor, pipeline } = parallelism;
  const { heads, kvHeads } = request.model.shape;
  const copied = tensor > kvHeads ? `, each of the ${kvHeads} key-value heads kept ${tensor / kvHeads} times` : "";
  const slices = `Every layer in ${tensor} slices: ${heads / tensor} of ${heads} heads a GPU${copied}.`;
  const split = flag("--tensor-parallel-size", tensor, tensor === 1 ? "One GPU holds whole layers." : slices);
  if (pipeline === 1) return [split];
  const stretches = "A stretch of the layers a machine; slices would need the fast links that machines do not have.";
  return [
    split,
    flag("--pipeline-parallel-size", pipeline, stretches),
    flag("--nnodes", pipeline, "Machines that share this copy."),
    {
      name: "--node-rank",
      values: [{ environment: machineEnvironment.rank }],
      reason: "0 on the machine that answers requests.",
    },
    meeting,
  ];
}

/** Why no parser of thoughts is given; `parsers` says which of the engine's parsers do what. */
export function noReasoningParser(parsers: string): string {
  return `Most parsers take a whole answer without <think> for a thought and leave the content empty (${parsers}). Without one, thoughts stay in the text between their tags and the client takes them apart: hermes run does. For clients that cannot, plan with --reasoning fields.`;
}

/** Options that neither engine should get. */
export const leftOutEverywhere = [
  {
    name: "--quantization",
    reason: "The engine reads the form of the weights from config.json; saying it again can only contradict.",
  },
  {
    name: "--chat-template",
    reason:
      "The model brings its own, with the switches thinking and keep_cots. It writes no thinking prompt beside a system message and fails on an earlier answer without a thought; clients of the completions route, such as hermes run, send the finished prompt and see nothing of it.",
  },
  {
    name: "--trust-remote-code",
    reason: "Llama and Qwen3 are built into the engine: no code of the repository is run.",
  },
] as const;
