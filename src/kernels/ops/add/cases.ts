import type { ElementCase } from "../swiglu/cases.ts";

export const addCases: readonly ElementCase[] = [
  { name: "one value", length: 1, deviation: 1 },
  { name: "odd length", length: 7, deviation: 1 },
  { name: "largest values", length: 33, deviation: 1e37 },
  { name: "denormals", length: 32, deviation: 1e-39 },
];
