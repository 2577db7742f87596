import type { TextState } from "../contract.ts";
import type { TextAtom } from "./atoms.ts";
import { atomsOf, type Formula, type Formulas, TRUE } from "./formula.ts";
import { MachineAtom } from "./text-atoms.ts";
import type { TextSearch } from "./text-search.ts";

/** How many code points may follow in any order and number up to this while the formula can still be met; 0 where not known. */
export function roomOf(formula: Formula, isPlain: boolean): number {
  if (formula === TRUE) return Number.POSITIVE_INFINITY;
  if (formula.op === "atom") return (formula.atom as TextAtom).room(false, isPlain);
  const literals = literalsOf(formula);
  const lengths = literals.filter(isLength);
  // Lengths bound each other only from both sides, and a machine beside a length may be stopped by it early.
  const room = lengths.reduce((least, literal) => Math.min(least, lengthRoom(literal)), Number.POSITIVE_INFINITY);
  if (lengths.length === literals.length) return room;
  // One more character leads away from any list: there are more characters than a list has texts.
  return literals.every((literal) => isLength(literal) || forbidsList(literal)) ? Math.max(0, room - 1) : 0;
}

/** No more code points than these may follow; Infinity where not known. */
export function limitOf(formula: Formula): number {
  return literalsOf(formula).every(isLength) ? roomOf(formula, false) : Number.POSITIVE_INFINITY;
}

/** Where characters decide over what follows; null where rooms tell all, or nearly, and where there might be too many states. */
export function textStateOf(formula: Formula, texts: TextSearch): TextState | null {
  const { op, atom } = formula;
  if (op === "atom" && atom instanceof MachineAtom) return atom.position;
  const isMeasured = op === "constant" || literalsOf(formula).every((part) => isLength(part) || forbidsList(part));
  if (isMeasured || atomsOf([formula]).some((part) => part instanceof MachineAtom && !part.hasFewStates)) return null;
  return texts.stateOf(formula);
}

/** More than a token has characters, see ByteMachine.nextForMask, and one to spare. */
const FAR = 129;

/** The formula without a largest length that no token reaches. Beside a machine it stays: that may need the room. */
export function withoutFarLimit(formula: Formula, formulas: Formulas): Formula {
  const literals = literalsOf(formula);
  if (!literals.every((literal) => isLength(literal) || forbidsList(literal))) return formula;
  const near = literals.filter((literal) => literal.op !== "not" || !isLength(literal) || lengthRoom(literal) < FAR);
  return near.length === literals.length ? formula : formulas.and(...near);
}

function literalsOf(formula: Formula): readonly Formula[] {
  return formula.op === "and" ? formula.parts : [formula];
}

function atomOf({ op, atom, parts }: Formula): TextAtom | null {
  return (op === "not" ? parts[0]!.atom : atom) as TextAtom | null;
}

/** Whether it forbids no more than some texts. */
function forbidsList(literal: Formula): boolean {
  return literal.op === "not" && (atomOf(literal)?.words ?? Number.POSITIVE_INFINITY) < Number.POSITIVE_INFINITY;
}

function isLength(literal: Formula): boolean {
  return atomOf(literal)?.key.startsWith("more text ") ?? false;
}

function lengthRoom(literal: Formula): number {
  return atomOf(literal)!.room(literal.op === "not", false);
}
