import { type Command, type DeploymentPlan, type FlagValue, machineEnvironment } from "../deployment-plan.ts";
import { argumentList, healthCommand, modelMount, SHARED_MEMORY_GIB, startSeconds } from "./container-arguments.ts";
import { Commented, type YamlMap, type YamlValue } from "./print-yaml.ts";

const PROBE_SECONDS = 10;
const MODEL_VOLUME = "model";
const SHARED_MEMORY_VOLUME = "shared-memory";

export function nameLabel(name: string): YamlMap {
  return { "app.kubernetes.io/name": name };
}

export function labelsOf(name: string): YamlMap {
  return { ...nameLabel(name), "app.kubernetes.io/part-of": "hermes" };
}

/** A pod with one engine process. `environment` is what it needs beside the hub's token. */
export function podSpec(plan: DeploymentPlan, name: string, environment: readonly YamlMap[]): YamlMap {
  const { server, gpus } = plan;
  const { to } = modelMount(plan, "");
  return {
    // Else every service of the namespace becomes variables, some of which engines read as settings (VLLM_PORT).
    enableServiceLinks: false,
    containers: [
      {
        name,
        image: server.image,
        ...startCommand(server),
        env: [hubToken(), ...environment],
        ports: [{ name: "http", containerPort: server.port }],
        resources: { limits: { "nvidia.com/gpu": gpus } },
        ...probes(plan),
        volumeMounts: [
          { name: MODEL_VOLUME, mountPath: to, readOnly: plan.model.source.kind === "folder" },
          { name: SHARED_MEMORY_VOLUME, mountPath: "/dev/shm" },
        ],
      },
    ],
    volumes: volumes(plan),
  };
}

/** Flags for followers are added by a shell that knows the rank. */
export function startCommand({ program, leading, flags }: Command): YamlMap {
  const followers = flags.filter((flag) => flag.followersOnly === true);
  const ordinary = flags.filter((flag) => flag.followersOnly !== true);
  const args = argumentList(leading, ordinary, printValue);
  if (followers.length === 0) return { command: program, args };
  const extra = followers.flatMap(({ name, values }) => [name, ...values.map(printValue)]).join(" ");
  const script = `[ "$${machineEnvironment.rank}" = 0 ] || set -- "$@" ${extra}; exec "$@"`;
  const why = followers.map(({ name, reason }) => `${name}: ${reason}`);
  return { command: new Commented(why, ["/bin/sh", "-c", script, "sh", ...program]), args };
}

/** Kubernetes puts variables in for "$(NAME)". */
function printValue(value: FlagValue): string {
  if (typeof value === "string") return value.replaceAll("$(", "$$$$(");
  return `$(${value.environment})${value.suffix ?? ""}`;
}

function hubToken(): YamlMap {
  return {
    name: "HF_TOKEN",
    valueFrom: { secretKeyRef: { name: "hugging-face", key: "token", optional: true } },
  };
}

/** Rank and meeting point of one machine of several. `rankField` is the pod's field that has the rank. */
export function rankEnvironment(rankField: string, master: string): readonly YamlMap[] {
  return [
    { name: machineEnvironment.rank, valueFrom: { fieldRef: { fieldPath: rankField } } },
    { name: machineEnvironment.master, value: master },
  ];
}

/** Of several machines only the first answers; the others count as healthy while their process lives. */
function probes(plan: DeploymentPlan): YamlMap {
  const { port } = plan.server;
  const [program = "", ...rest] = healthCommand(port);
  const check = `[ "$${machineEnvironment.rank}" != 0 ] || ${[program, ...rest.map((word) => (word === "-c" ? word : `'${word}'`))].join(" ")}`;
  const probe: YamlMap =
    plan.nodes > 1 ? { exec: { command: ["/bin/sh", "-c", check] } } : { httpGet: { path: "/health", port: "http" } };
  const patience = Math.ceil(startSeconds(plan) / PROBE_SECONDS);
  const reason = `${patience} x ${PROBE_SECONDS} s to fetch and load the weights, at 100 MB/s.`;
  const timed = { ...probe, periodSeconds: PROBE_SECONDS, timeoutSeconds: PROBE_SECONDS };
  return {
    startupProbe: new Commented([reason], { ...timed, failureThreshold: patience }),
    readinessProbe: { ...timed, failureThreshold: 3 },
    livenessProbe: { ...timed, failureThreshold: 6 },
  };
}

function volumes(plan: DeploymentPlan): YamlValue {
  const { from } = modelMount(plan, "/var/cache/huggingface");
  const kept = plan.model.source.kind === "folder" ? "Has to be on every machine." : "Every machine fetches once.";
  const type = plan.model.source.kind === "folder" ? "Directory" : "DirectoryOrCreate";
  return [
    new Commented([kept], { name: MODEL_VOLUME, hostPath: { path: from, type } }),
    new Commented(["The processes of a model talk through shared memory; 64 MB are too little."], {
      name: SHARED_MEMORY_VOLUME,
      emptyDir: { medium: "Memory", sizeLimit: `${SHARED_MEMORY_GIB}Gi` },
    }),
  ];
}
