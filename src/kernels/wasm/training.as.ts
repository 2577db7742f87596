export { adamw } from "../ops/training/adamw/adamw.as";
export { crossEntropy } from "../ops/training/cross-entropy/cross-entropy.as";
export { gatherRows, scatterAddRows } from "../ops/training/embedding/embedding.as";
export { matmul, matmulScratchBytes } from "../ops/training/matmul/matmul.as";
export {
  attentionBackward,
  attentionForward,
  attentionKeptFloats,
  attentionScratchBytes,
} from "../ops/training/packed-attention/packed-attention.as";
export { rmsNormBackward, rmsNormForward } from "../ops/training/rms-norm/rms-norm.as";
export { rotate } from "../ops/training/rotary/rotary.as";
export { swigluBackward, swigluForward } from "../ops/training/swiglu/swiglu.as";
export { accumulate, clear, copy, squaredNorm } from "../ops/training/vector/vector.as";
