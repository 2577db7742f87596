import { HermesError } from "../errors.ts";
import { gapMachine, sequenceMachine, withoutLeadingLineBreak } from "./answer/index.ts";
import type { ByteMachine } from "./contract.ts";

/**
 * The same language behind a thought: line breaks, which are markup there, then a word that does not begin with one. Throws HermesError
 * "schema-unsupported" where no word is left.
 */
export function behindThought(machine: ByteMachine): ByteMachine {
  const rest = withoutLeadingLineBreak(machine);
  if (hasWord(rest)) return sequenceMachine([gapMachine, rest]);
  const reason = "all of its texts begin with a line break, which behind a thought is markup";
  const message = `the constraint cannot be enforced: ${reason}; ask without thinking`;
  throw new HermesError("schema-unsupported", message, { pointer: "", keyword: null, reason });
}

function hasWord(machine: ByteMachine): boolean {
  if (machine.isAccepting(machine.start)) return true;
  for (let byte = 0; byte < 256; byte++) if (machine.next(machine.start, byte) >= 0) return true;
  return false;
}
