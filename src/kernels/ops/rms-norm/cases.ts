export interface NormCase {
  readonly name: string;
  readonly tokens: number;
  readonly width: number;
  readonly epsilon: number;
  /** Deviation of the values. */
  readonly deviation: number;
}

export const normCases: readonly NormCase[] = [
  { name: "one value", tokens: 1, width: 1, epsilon: 1e-5, deviation: 1 },
  { name: "odd width", tokens: 3, width: 19, epsilon: 1e-5, deviation: 1 },
  { name: "vector and one", tokens: 2, width: 5, epsilon: 1e-6, deviation: 3 },
  { name: "zeros", tokens: 2, width: 64, epsilon: 1e-5, deviation: 0 },
  { name: "denormals", tokens: 1, width: 64, epsilon: 1e-5, deviation: 1e-39 },
  { name: "large values", tokens: 1, width: 64, epsilon: 1e-5, deviation: 1e17 },
  { name: "Hermes 70B hidden", tokens: 2, width: 8192, epsilon: 1e-5, deviation: 1 },
];
