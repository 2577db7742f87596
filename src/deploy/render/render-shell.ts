import {
  type Command,
  type DeploymentPlan,
  type Flag,
  type FlagValue,
  machineEnvironment,
} from "../deployment-plan.ts";
import { replicaName } from "../plan-router.ts";
import { describeClient, describeLeftOut, describeMemory, describeTitle, wrapText } from "./describe-plan.ts";

const WIDTH = 110;

/** The plan as a bash script: every option below the reason for it. */
export function renderShell(plan: DeploymentPlan): string {
  return `${[...heading(plan), "set -euo pipefail", ...environment(plan), ...programs(plan)].join("\n")}\n`;
}

function heading(plan: DeploymentPlan): string[] {
  return [
    "#!/usr/bin/env bash",
    `# ${describeTitle(plan)}.`,
    "#",
    "# Memory of the fullest GPU, by estimate; GB are 10^9 bytes:",
    ...describeMemory(plan).map((line) => `#   ${line}`),
    "#",
    "# Left out on purpose:",
    ...describeLeftOut(plan).flatMap(listed),
    "#",
    ...plan.notes.flatMap((note) => wrapText(note, WIDTH).map((line) => `# ${line}`)),
    "#",
    ...usage(plan),
    `# Then:  ${describeClient(plan, "127.0.0.1")}`,
    "",
  ];
}

function listed(text: string): string[] {
  return wrapText(text, WIDTH - 4).map((line, index) => `# ${index === 0 ? "-" : " "} ${line}`);
}

function usage({ router, nodes, replicas }: DeploymentPlan): string[] {
  if (router !== null) {
    return [
      `# Start "bash plan.sh replica" on the machines ${replicaName(1)} to ${replicaName(replicas)}, then "bash plan.sh router" in front of them`,
      "# (pip install sglang-router).",
    ];
  }
  if (nodes === 1) return ['# Start "bash plan.sh".'];
  const { rank, master } = machineEnvironment;
  return [`# Start "${rank}=0 ${master}=… bash plan.sh" on the first machine, ${rank}=1 on the second, and so on.`];
}

/** Both must be given, so that a forgotten one stops the start. */
function environment({ nodes }: DeploymentPlan): string[] {
  if (nodes === 1) return [];
  const { rank, master } = machineEnvironment;
  return [
    `: "\${${rank}:?0 on the first machine, up to ${nodes - 1}}"`,
    `: "\${${master}:?address of the first machine}"`,
  ];
}

function programs({ server, router }: DeploymentPlan): string[] {
  if (router === null) return [...flagArray("flags", server), ...followers(server), `exec ${call(server, "flags")}`];
  return [
    ...flagArray("flags", server),
    ...flagArray("router_flags", router),
    'case "$*" in',
    `  replica) exec ${call(server, "flags")} ;;`,
    `  router) exec ${call(router, "router_flags")} ;;`,
    '  *) echo "usage: $0 replica|router" >&2; exit 2 ;;',
    "esac",
  ];
}

function call({ program, leading }: Command, array: string): string {
  return `${[...program, ...leading].map(quoteWord).join(" ")} "\${${array}[@]}"`;
}

function flagArray(name: string, { flags }: Command): string[] {
  return [`${name}=(`, ...flags.filter((flag) => flag.followersOnly !== true).flatMap(flagLines), ")"];
}

function flagLines({ name, values, reason }: Flag): string[] {
  const comment = wrapText(reason, WIDTH - 4).map((line) => `  # ${line}`);
  return [...comment, `  ${[name, ...values.map(quoteValue)].join(" ")}`];
}

function followers({ flags }: Command): string[] {
  return flags
    .filter((flag) => flag.followersOnly === true)
    .flatMap(({ name, values, reason }) => [
      `# ${reason}`,
      `[ "$${machineEnvironment.rank}" = 0 ] || flags+=(${[name, ...values.map(quoteValue)].join(" ")})`,
    ]);
}

function quoteValue(value: FlagValue): string {
  return typeof value === "string" ? quoteWord(value) : `"\${${value.environment}}${value.suffix ?? ""}"`;
}

/** A word as bash reads it back unchanged. */
export function quoteWord(word: string): string {
  return /^[\w./:=@%+,-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
