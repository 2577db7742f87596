import { describe, expect, test } from "vitest";
import { Circuit } from "./circuit.ts";

function createCircuit() {
  const clock = { now: 0 };
  return { clock, circuit: new Circuit({ failures: 3, openMs: 100 }, () => clock.now) };
}

describe("Circuit", () => {
  test("opens after failures in a row", () => {
    const { circuit } = createCircuit();
    for (let failure = 0; failure < 2; failure++) circuit.fail();
    expect(circuit.enter()).toBe(0);
    circuit.fail();
    expect(circuit.enter()).toBe(100);
  });

  test("a success in between starts the count anew", () => {
    const { circuit } = createCircuit();
    circuit.fail();
    circuit.fail();
    circuit.succeed();
    circuit.fail();
    circuit.fail();
    expect(circuit.enter()).toBe(0);
  });

  test("half open, one trial passes and the others wait", () => {
    const { circuit, clock } = createCircuit();
    for (let failure = 0; failure < 3; failure++) circuit.fail();
    clock.now = 60;
    expect(circuit.enter()).toBe(40);
    clock.now = 100;
    expect([circuit.enter(), circuit.enter()]).toEqual([0, 100]);
    circuit.succeed();
    expect([circuit.enter(), circuit.enter()]).toEqual([0, 0]);
  });

  test("a failed trial leaves it open for another while", () => {
    const { circuit, clock } = createCircuit();
    for (let failure = 0; failure < 3; failure++) circuit.fail();
    clock.now = 100;
    circuit.enter();
    clock.now = 130;
    circuit.fail();
    clock.now = 200;
    expect(circuit.enter()).toBe(30);
  });
});
