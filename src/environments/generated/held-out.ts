import { createHash } from "node:crypto";
import type { GeneratedEnvironment } from "../contract.ts";

/** An item of the eval split that training must not see. */
export interface HeldOutItem {
  readonly environment: GeneratedEnvironment<unknown>;
  readonly item: unknown;
  readonly category: string;
}

/** The seed of the eval split unless another is asked for. */
export const EVAL_SEED = 1;

/** Draws without a new item after which the remaining categories count as exhausted. */
const PATIENCE = 2000;

/**
 * The first `perCategory` different items of every category of the environment's eval split, in stream order. A
 * category with few possible items gives fewer.
 */
export function heldOutItems(
  environment: GeneratedEnvironment<unknown>,
  perCategory: number,
  seed = EVAL_SEED,
): HeldOutItem[] {
  const seen = new Set<string>();
  const counts = new Map<string, number>();
  const items: HeldOutItem[] = [];
  let drawsWithoutNew = 0;
  for (const item of environment.items("eval", seed)) {
    const category = environment.category(item);
    const count = counts.get(category) ?? 0;
    const id = environment.itemId(item);
    if (count < perCategory && !seen.has(id)) {
      seen.add(id);
      counts.set(category, count + 1);
      items.push({ environment, item, category });
      drawsWithoutNew = 0;
    } else if (++drawsWithoutNew > PATIENCE) break;
  }
  return items;
}

/** Hashes of the items that `heldOutItems` gives for all `environments`. */
export function heldOutIds(
  environments: readonly GeneratedEnvironment<unknown>[],
  perCategory: number,
  seed = EVAL_SEED,
): Set<string> {
  const held = environments.flatMap((environment) => heldOutItems(environment, perCategory, seed));
  return new Set(held.map(({ environment, item }) => itemHash(environment, item)));
}

/** SHA-256 over environment and item id, in hexadecimal. */
export function itemHash(environment: GeneratedEnvironment<unknown>, item: unknown): string {
  return createHash("sha256")
    .update(`${environment.id}\n${environment.itemId(item)}`)
    .digest("hex");
}
