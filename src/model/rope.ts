import type { ModelConfig, RopeScaling } from "../formats/index.ts";

/**
 * Rotary frequencies in radians a position, [headDim / 2]: theta^(-2i / headDim) (Su et al. 2021), stretched where the
 * model says so. In float64.
 */
export function rotaryFrequencies(config: Pick<ModelConfig, "headDim" | "ropeTheta" | "ropeScaling">): Float64Array {
  const { headDim, ropeTheta, ropeScaling } = config;
  const frequencies = new Float64Array(headDim / 2);
  for (let i = 0; i < frequencies.length; i++) {
    const frequency = ropeTheta ** ((-2 * i) / headDim);
    frequencies[i] = ropeScaling === null ? frequency : stretch(frequency, ropeScaling);
  }
  return frequencies;
}

/**
 * Llama 3.1's stretch for longer contexts. Waves much shorter than the trained context count neighbours and stay; waves
 * longer than it were never seen whole and turn `factor` times slower; between the two bands the frequency is blended.
 */
function stretch(frequency: number, scaling: RopeScaling): number {
  const { factor, lowFrequencyFactor, highFrequencyFactor, originalContextLength } = scaling;
  const wavesInContext = (originalContextLength * frequency) / (2 * Math.PI);
  if (wavesInContext > highFrequencyFactor) return frequency;
  if (wavesInContext < lowFrequencyFactor) return frequency / factor;
  const share = (wavesInContext - lowFrequencyFactor) / (highFrequencyFactor - lowFrequencyFactor);
  return (1 - share) * (frequency / factor) + share * frequency;
}
