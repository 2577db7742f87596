import type { ByteMachine } from "../contract.ts";
import type { WorkClock } from "../work-clock.ts";
import { literalLanguage } from "./literal-machine.ts";
import { utf8Machine } from "./utf8-machine.ts";

/** Just the strings of a list, as UTF-8; null where there is none. Strings with a lone surrogate have no UTF-8 and are left out. */
export function choiceMachine(strings: readonly string[], clock?: WorkClock): ByteMachine | null {
  return utf8Machine(literalLanguage(strings, clock), clock);
}
