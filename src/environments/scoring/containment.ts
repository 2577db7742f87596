/** Equal, or one inside the other, any case, white space at the ends apart: how Nous compares open answers. Nothing is inside of an empty text. */
export function containsOrContained(answer: string, gold: string): boolean {
  const left = answer.trim().toLowerCase();
  const right = gold.trim().toLowerCase();
  if (left === "" || right === "") return false;
  return left.includes(right) || right.includes(left);
}

export function equalIgnoringCase(answer: string, gold: string): boolean {
  return answer.trim().toLowerCase() === gold.trim().toLowerCase();
}
