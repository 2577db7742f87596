import { HermesError } from "../../errors.ts";
import { quoteName } from "../quote-name.ts";
import type { TensorView } from "../safetensors/tensor-view.ts";

/** The error for a weight whose tensors do not fit together. */
export function weightFault(
  parts: { readonly folder: string; readonly weight: TensorView },
  problem: string,
): HermesError<"checkpoint-invalid"> {
  const { folder, weight } = parts;
  const fault = `tensor ${quoteName(weight.name)} (${weight.dtype} [${weight.shape}]): ${problem}`;
  const message = `${folder}: ${fault}. Download or convert the checkpoint again.`;
  return new HermesError("checkpoint-invalid", message, { path: folder, faults: [fault] });
}
