import { expect, test } from "vitest";
import type { ByteMachine } from "../contract.ts";
import { readSchema, toJsonValue } from "../schema-model/index.ts";
import { noClock } from "../work-clock.ts";
import { compileSchema } from "./compile-schema.ts";
import { MaskWork } from "./mask-work.ts";

const machineOf = (patterns: number): ByteMachine => {
  const allOf = Array.from({ length: patterns }, (_, index) => ({
    pattern: `[${String.fromCharCode(97 + (index % 26))}].{${index}}`,
  }));
  return compileSchema(readSchema(toJsonValue({ type: "string", allOf }))).machine;
};

/** All texts of a few letters, as a mask walks them. */
function walkAll(machine: ByteMachine, depth: number): void {
  const walk = (state: number, left: number): void => {
    if (state < 0 || left === 0) return;
    for (let byte = 0x61; byte <= 0x7a; byte++) walk(machine.next(state, byte), left - 1);
  };
  walk(machine.maskState!(machine.next(machine.start, 0x22)), depth);
}

test("patterns beside each other that have a state for every text end one mask, not the process", () => {
  expect(() => walkAll(machineOf(30), 4)).toThrow(expect.objectContaining({ code: "grammar-limit" }));
  expect(() => walkAll(machineOf(3), 4)).not.toThrow();
});

test("each mask has its own limits, and all masks of a machine one more", () => {
  const work = new MaskWork(noClock);
  work.tick(1e9);
  work.renew();
  work.tick(900_000);
  expect(() => work.tick(200_000)).toThrow(/work for one mask/);
  work.renew();
  work.tick(900_000);
  work.keep(2 ** 20);
  expect(() => work.keep(2 ** 21)).toThrow(/memory of the patterns/);
  const many = new MaskWork(noClock);
  const fill = () => {
    many.renew();
    many.keep(2 ** 20);
  };
  for (let mask = 0; mask < 16; mask++) fill();
  expect(many.textStates).toBeGreaterThan(100_000);
  expect(fill).toThrow(/memory of the patterns/);
});
