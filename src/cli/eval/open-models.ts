import type { Command } from "commander";
import {
  type CodeSandbox,
  needsOf,
  type Services,
  type Task,
  type TaskNeed,
  type TaskSettings,
} from "../../environments/index.ts";
import { HermesError } from "../../errors.ts";
import { type OpenedSandbox, openSandbox } from "../../evaluate/index.ts";
import type { Hermes } from "../../hermes.ts";
import { withoutUndefined } from "../chat-request.ts";
import { findBackend } from "../check-backend.ts";
import type { GenerationFlags } from "../flags.ts";
import { loadModel } from "../load-model.ts";
import { generationFlags, givenOptions, readConfigOf } from "../read-config.ts";
import type { Terminal } from "../terminal.ts";
import type { EvalFlags } from "./eval-flags.ts";

/** A model with the flags that opened it. */
export interface OpenedModel {
  readonly hermes: Hermes;
  readonly flags: GenerationFlags;
}

/**
 * The model's flags, filled up from the configuration; what that says of sampling and thinking is for talking, and left out. `--endpoint URL`
 * is the model's address, and `--model` then the name it is served under.
 */
export async function readModelFlags(command: Command, terminal: Terminal): Promise<GenerationFlags> {
  const typed = Object.entries(givenOptions(command)).filter(([name]) => !ownNames.has(name));
  const options = withAddress(Object.fromEntries(typed));
  return generationFlags(await readConfigOf(options, terminal));
}

/** Options that other commands have as settings, and this one in its own meaning. */
const ownNames: ReadonlySet<string> = new Set(["thinking", "seed", "temperature", "topP", "topK"]);

type Typed = Readonly<Record<string, unknown>>;

function withAddress({ endpoint, model, served, ...typed }: Typed): Typed {
  if (typeof endpoint !== "string" || !/^https?:\/\//i.test(endpoint))
    return { ...typed, ...withoutUndefined({ endpoint, model, served }) };
  if (model !== undefined && served !== undefined) {
    const message = "With --endpoint URL, --model is the name it is served under; leave --served out.";
    throw new HermesError("usage", message, { argument: "served" });
  }
  return { ...typed, model: endpoint, ...withoutUndefined({ served: served ?? model }) };
}

/** Opens a judge. */
export async function openJudge(flags: GenerationFlags, terminal: Terminal): Promise<OpenedModel> {
  return { flags, hermes: await loadModel(flags, terminal) };
}

/** Opens the model. When an endpoint is asked again is the run's to say: it hears of every refusal. */
export async function openEvaluated(flags: GenerationFlags, terminal: Terminal): Promise<OpenedModel> {
  return { flags, hermes: await loadModel(flags, terminal, { retry: { retries: 0 } }) };
}

/** The flags of the judge; null where none was named. Throws HermesError "usage" for flags of a judge that is not there. */
export function judgeFlags({
  judge,
  judgeServed,
  judgeEndpoint,
  judgeKeyFile,
}: Pick<EvalFlags, "judge" | "judgeServed" | "judgeEndpoint" | "judgeKeyFile">): GenerationFlags | null {
  const rest = { "judge-served": judgeServed, "judge-endpoint": judgeEndpoint, "judge-key-file": judgeKeyFile };
  if (judge !== undefined) {
    return {
      model: judge,
      // A judge is any model: its server knows its prompt format, we do not.
      ...(findBackend(judge) === "remote" ? { mode: "chat" as const } : {}),
      ...withoutUndefined({ served: judgeServed, endpoint: judgeEndpoint, keyFile: judgeKeyFile }),
    };
  }
  const odd = Object.entries(rest).find(([, value]) => value !== undefined)?.[0];
  if (odd === undefined) return null;
  throw new HermesError("usage", `--${odd} goes with --judge only.`, { argument: odd });
}

/** Tries whether code can run here, where a task asks for that. */
export async function openSandboxFor(chosen: readonly Task[]): Promise<OpenedSandbox> {
  if (chosen.some(({ needs }) => needs.includes("sandbox"))) return await openSandbox();
  return { sandbox: null, reason: "no task needs it" };
}

/** Refuses tasks that need what is not there. Throws HermesError "usage". */
export function checkNeeds(
  chosen: readonly Task[],
  services: { readonly judge: boolean; readonly sandbox: OpenedSandbox },
  settings: ReadonlyMap<string, TaskSettings>,
): void {
  for (const task of chosen) {
    const { id } = task;
    const needs = needsOf(task, settings.get(id) ?? {});
    if (needs.includes("judge") && !services.judge) {
      throw new HermesError(
        "usage",
        `${id} needs a judge: give --judge, an address or a model.${waiverOf(task, "judge")}`,
        {
          argument: "judge",
        },
      );
    }
    if (needs.includes("sandbox") && services.sandbox.sandbox === null) {
      const message = `${id} is skipped: it runs code that the model writes, and there is no sandbox here in which that can do no harm: ${services.sandbox.reason}. Leave ${id} out.`;
      throw new HermesError("usage", message, { argument: "tasks" });
    }
  }
}

function waiverOf({ id, options = [] }: Task, need: TaskNeed): string {
  const option = options.find(({ waives }) => waives?.need === need);
  return option === undefined
    ? ""
    : ` Or --option ${id}.${option.name}=${option.waives!.value}: ${option.description}.`;
}

/** What scoring may ask for. */
export function servicesOf(judge: Hermes | null, sandbox: CodeSandbox | null): Services {
  return { ...(judge === null ? {} : { judge }), ...(sandbox === null ? {} : { sandbox }) };
}
