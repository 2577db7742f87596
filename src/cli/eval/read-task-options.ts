import type { Task, TaskOption, TaskSettings } from "../../environments/index.ts";
import { HermesError } from "../../errors.ts";

/** Settings of each chosen task by its id: what `--option TASK.NAME=VALUE` gives over its defaults. Throws HermesError "usage". */
export function readTaskOptions(
  given: readonly string[] = [],
  chosen: readonly Task[],
): ReadonlyMap<string, TaskSettings> {
  const known = chosen.flatMap((task) => (task.options ?? []).map((option) => ({ task: task.id, option })));
  const settings = new Map(
    chosen.map(({ id, options = [] }) => [
      id,
      Object.fromEntries(options.map((option) => [option.name, option.default])),
    ]),
  );
  for (const text of given) {
    const split = text.indexOf("=");
    const [name, value] = split < 0 ? [text, null] : [text.slice(0, split), text.slice(split + 1)];
    const found = known.find(({ task, option }) => name === `${task}.${option.name}`);
    if (found === undefined || value === null) throw refusal(text, known);
    checkValue(text, value, found.option);
    settings.get(found.task)![found.option.name] = value;
  }
  return settings;
}

function checkValue(text: string, value: string, { values }: TaskOption): void {
  if (values === undefined || values.includes(value)) return;
  const message = `--option ${text}: the values are ${values.join(", ")}.`;
  throw new HermesError("usage", message, { argument: "option" });
}

function refusal(text: string, known: readonly { readonly task: string; readonly option: TaskOption }[]) {
  const names = known.map(({ task, option }) => `${task}.${option.name}=${option.values?.join("|") ?? "TEXT"}`);
  const message = `--option ${text} is none of these tasks. Their options are: ${names.join(", ") || "none"}.`;
  return new HermesError("usage", message, { argument: "option" });
}
