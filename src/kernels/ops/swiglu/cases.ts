export interface ElementCase {
  readonly name: string;
  readonly length: number;
  /** Deviation of the values. */
  readonly deviation: number;
}

export const swigluCases: readonly ElementCase[] = [
  { name: "one value", length: 1, deviation: 1 },
  { name: "odd length", length: 23, deviation: 2 },
  { name: "zeros", length: 16, deviation: 0 },
  { name: "saturated both ways", length: 64, deviation: 200 },
  { name: "denormals", length: 32, deviation: 1e-39 },
  { name: "Hermes 8B intermediate", length: 14_336, deviation: 3 },
];
