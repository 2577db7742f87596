import type { Command, DeploymentPlan, FlagValue } from "../deployment-plan.ts";
import { replicaName } from "../plan-router.ts";
import { resourceName } from "../resource-name.ts";
import {
  argumentList,
  headingLines,
  healthCommand,
  modelMount,
  SHARED_MEMORY_GIB,
  startSeconds,
} from "./container-arguments.ts";
import { describeClient } from "./describe-plan.ts";
import { Commented, printYaml, type YamlMap } from "./print-yaml.ts";

/** The plan as a compose file for one machine with the NVIDIA container toolkit. */
export function renderCompose(plan: DeploymentPlan): string {
  const usage = ["Start: docker compose up -d", `Then:  ${describeClient(plan, "127.0.0.1")}`];
  return `${headingLines(plan, usage)}\n${printYaml({ services: services(plan) })}`;
}

function services(plan: DeploymentPlan): YamlMap {
  const { router, replicas, model } = plan;
  if (router === null) return { [resourceName(model.servedName)]: server(plan, 0) };
  const names = Array.from({ length: replicas }, (_, index) => replicaName(index + 1));
  const copies = names.map((name, index) => [name, server(plan, index)] as const);
  return { ...Object.fromEntries(copies), router: { ...frontService(router, "60s"), depends_on: names } };
}

/** One copy, on the GPUs that follow those of the copies before it. The reasons stand in the first one alone. */
function server(plan: DeploymentPlan, index: number): YamlMap {
  const devices = Array.from({ length: plan.gpus }, (_, gpu) => String(index * plan.gpus + gpu));
  const service = frontService(plan.server, `${startSeconds(plan)}s`);
  const { leading } = plan.server;
  const words = [
    ...leading.map(printValue),
    ...plan.server.flags.flatMap(({ name, values }) => [name, ...values.map(printValue)]),
  ];
  return {
    ...service,
    command: index === 0 ? service.command : new Commented([`As for ${replicaName(1)}.`], words),
    // Behind a router the copies are reached by their names alone.
    ports: plan.router === null ? service.ports : undefined,
    environment: { HF_TOKEN: variable("HF_TOKEN", ":-") },
    volumes: [volume(plan)],
    shm_size: new Commented(["The processes of a model talk through shared memory."], `${SHARED_MEMORY_GIB}gb`),
    deploy: {
      resources: { reservations: { devices: [{ driver: "nvidia", device_ids: devices, capabilities: ["gpu"] }] } },
    },
  };
}

function volume(plan: DeploymentPlan): YamlMap {
  const { source } = plan.model;
  const { from, to } = modelMount(plan, `${variable("HOME")}/.cache/huggingface`);
  if (source.kind === "folder") return { type: "bind", source: escapeDollars(from), target: to, read_only: true };
  return { type: "bind", source: from, target: to, bind: { create_host_path: true } };
}

/** `startPeriod`: how long failing health checks do not count. */
function frontService({ image, program, leading, flags, port }: Command, startPeriod: string): YamlMap {
  return {
    image,
    restart: "unless-stopped",
    entrypoint: program,
    command: argumentList(leading, flags, printValue),
    ports: [new Commented(["Reachable from this machine alone."], `127.0.0.1:${port}:${port}`)],
    healthcheck: {
      test: ["CMD", ...healthCommand(port)],
      interval: "30s",
      timeout: "10s",
      retries: 3,
      start_period: startPeriod,
    },
  };
}

function printValue(value: FlagValue): string {
  return typeof value === "string" ? escapeDollars(value) : `${variable(value.environment)}${value.suffix ?? ""}`;
}

/** What compose replaces by a variable of the environment; `rest` says what stands for a missing one. */
function variable(name: string, rest = ""): string {
  return `\${${name}${rest}}`;
}

/** Compose puts variables in for a dollar sign. */
function escapeDollars(text: string): string {
  return text.replaceAll("$", "$$$$");
}
