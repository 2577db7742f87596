import {
  createRandom,
  type Environment,
  EVAL_SEED,
  type GeneratedEnvironment,
  heldOutItems,
} from "../../environments/index.ts";
import { HermesError } from "../../errors.ts";

export interface Selection {
  /** Items made from a seed: there is no end of them. */
  readonly endless: boolean;
  /** Endless tasks: items of each category; others: items in all. Null: all of a file, `ENDLESS_LIMIT` of an endless task. */
  readonly limit: number | null;
}

/** Different items of each category of an endless task, unless another number is asked for. */
export const ENDLESS_LIMIT = 50;

/**
 * The items that are asked, the same for every seed of the answers, so that runs compare item by item. Endless tasks give the first different
 * items of each category; a part of a file is drawn at random, so that its parts are mixed, and asked in the order of the file.
 * Throws HermesError "environment-failed" where two items of a file have the same id.
 */
export async function selectItems(
  environment: Environment,
  { endless, limit }: Selection,
  seed = EVAL_SEED,
): Promise<readonly unknown[]> {
  if (endless) {
    const held = heldOutItems(environment as GeneratedEnvironment<unknown>, limit ?? ENDLESS_LIMIT, seed);
    return held.map(({ item }) => item);
  }
  const items: unknown[] = [];
  for await (const item of environment.items("eval", seed)) items.push(item);
  checkIds(environment, items);
  return limit === null || limit >= items.length ? items : drawItems(environment.id, items, limit);
}

/** So many items, drawn once and for all, in the order of the list: its parts are mixed, and a larger limit holds a smaller one. */
export function drawItems<Item>(name: string, items: readonly Item[], limit: number): readonly Item[] {
  const order = createRandom(`limit/${name}`).shuffle(items.map((_, index) => index));
  return order
    .slice(0, limit)
    .sort((left, right) => left - right)
    .map((index) => items[index]!);
}

/** Samples are told apart by the ids of their items. */
function checkIds(environment: Environment, items: readonly unknown[]): void {
  const seen = new Set<string>();
  for (const item of items) {
    const id = environment.itemId(item);
    if (seen.has(id)) {
      const message = `${environment.id} has two items with the id ${JSON.stringify(id)}; the data are damaged.`;
      throw new HermesError("environment-failed", message, { kind: "item", task: environment.id, item: id });
    }
    seen.add(id);
  }
}
