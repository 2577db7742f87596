/** What an input item says, whatever its spelling. */
export type ItemMeaning =
  | { readonly kind: "message"; readonly role: "system" | "developer" | "user"; readonly text: string }
  /** Text of the assistant. */
  | { readonly kind: "answer"; readonly text: string }
  | { readonly kind: "thought"; readonly text: string }
  /** `arguments` is JSON text. */
  | { readonly kind: "call"; readonly callId: string; readonly name: string; readonly arguments: string }
  | { readonly kind: "result"; readonly callId: string; readonly text: string };
