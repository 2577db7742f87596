import { closest, distance } from "fastest-levenshtein";
import { type Task, tasks } from "../../environments/index.ts";
import { HermesError } from "../../errors.ts";

/** Tasks by their names or the names of their groups, each once. Throws HermesError "usage". */
export function chooseTasks(names: readonly string[], known: readonly Task[] = tasks): readonly Task[] {
  const chosen = names.flatMap((name) => {
    const own = known.filter(({ id }) => id === name);
    const found = own.length > 0 ? own : known.filter(({ group }) => group === name);
    if (found.length > 0) return found;
    const message = `There is no task "${name}". ${suggestion(name, known)}The tasks are ${known.map(({ id }) => id).join(", ")}; hermes eval list says more.`;
    throw new HermesError("usage", message, { argument: "tasks" });
  });
  return [...new Set(chosen)];
}

function suggestion(name: string, known: readonly Task[]): string {
  const names = known.flatMap(({ id, group }) => [id, group]);
  const near = closest(name, names);
  return distance(name, near) <= MOST_CHANGES ? `Did you mean ${near}? ` : "";
}

const MOST_CHANGES = 2;
