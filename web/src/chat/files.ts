import type { ExportedFile } from "../data/index.ts";

/** Gives a file to the user as a download. */
export function saveFile({ name, type, text }: ExportedFile): void {
  const address = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  // The download has taken what it needs by the next turn of the event loop.
  setTimeout(() => URL.revokeObjectURL(address));
}

/** Lets the user choose a file and gives its text; null when none was chosen. */
export function chooseFile(accept: string): Promise<string | null> {
  const input = document.createElement("input");
  input.type = "file";
  input.accept = accept;
  const { promise, resolve } = Promise.withResolvers<string | null>();
  input.addEventListener("change", async () => resolve((await input.files?.[0]?.text()) ?? null));
  input.addEventListener("cancel", () => resolve(null));
  input.click();
  return promise;
}
