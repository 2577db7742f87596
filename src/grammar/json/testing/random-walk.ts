/** For tests only: what a machine lets someone write who chooses blindly. */
import type { ByteMachine } from "../../contract.ts";

export interface RandomText {
  readonly text: string;
  readonly ending: "complete" | "dead end" | "too long";
}

const decoder = new TextDecoder("utf-8", { fatal: true });
const LONGEST = 600;

/** Writes allowed bytes by chance, then by what brings the value to an end soonest. `random` gives numbers from 0 to below 1. */
export function randomText(machine: ByteMachine, random: () => number, freely: number): RandomText {
  const bytes: number[] = [];
  let state = machine.start;
  const lexer = new Lexer();
  while (bytes.length < LONGEST) {
    if (machine.isAccepting(state) && (bytes.length >= freely || random() < 0.3)) return finish(bytes, "complete");
    const allowed = allowedBytes(machine, state);
    if (allowed.length === 0) return finish(bytes, machine.isAccepting(state) ? "complete" : "dead end");
    const byte =
      bytes.length < freely ? allowed[Math.floor(random() * allowed.length)]! : lexer.shortest(allowed, random);
    bytes.push(byte);
    lexer.push(byte);
    state = machine.next(state, byte);
  }
  return finish(bytes, "too long");
}

export function allowedBytes(machine: ByteMachine, state: number): number[] {
  return Array.from({ length: 256 }, (_, byte) => byte).filter((byte) => machine.next(state, byte) >= 0);
}

function finish(bytes: readonly number[], ending: RandomText["ending"]): RandomText {
  const whole = ending === "complete" ? decoder.decode(Uint8Array.from(bytes)) : Buffer.from(bytes).toString("latin1");
  return { text: whole, ending };
}

const SOON = [...'}]:ntf0123456789,-.e{["'].map((character) => character.charCodeAt(0));

/** Knows whether a text is inside of a string. */
class Lexer {
  private inString = false;
  private escaped = false;

  push(byte: number): void {
    if (this.escaped) this.escaped = false;
    else if (this.inString && byte === 0x5c) this.escaped = true;
    else if (byte === 0x22) this.inString = !this.inString;
  }

  shortest(allowed: readonly number[], random: () => number): number {
    if (this.inString && !this.escaped && allowed.includes(0x22)) return 0x22;
    const soon = this.inString ? undefined : SOON.find((byte) => allowed.includes(byte));
    if (soon !== undefined && random() < 0.9) return soon;
    const letters = allowed.filter((byte) => byte > 0x20 && byte < 0x7f && byte !== 0x5c);
    const from = letters.length > 0 ? letters : allowed;
    return from[Math.floor(random() * from.length)]!;
  }
}
