import type { ModelConfig } from "../../src/formats/index.ts";

/**
 * What llama.cpp divides each rotary frequency by to get Llama 3.1's stretch; null without one. [headDim/2]
 * As its converter computes them (Llama 3.1 in convert_hf_to_gguf.py): 1 for short wavelengths, `factor` for long ones, a
 * blend between.
 */
export function ropeFactors({ ropeScaling, ropeTheta, headDim }: ModelConfig): Float32Array | null {
  if (ropeScaling === null) return null;
  const { factor, lowFrequencyFactor: low, highFrequencyFactor: high, originalContextLength } = ropeScaling;
  return Float32Array.from({ length: headDim / 2 }, (_, pair) => {
    const wavelength = 2 * Math.PI * ropeTheta ** ((2 * pair) / headDim);
    if (wavelength < originalContextLength / high) return 1;
    if (wavelength > originalContextLength / low) return factor;
    const smooth = (originalContextLength / wavelength - low) / (high - low);
    return 1 / ((1 - smooth) / factor + smooth);
  });
}
