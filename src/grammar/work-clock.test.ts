import { expect, test } from "vitest";
import { Deadline, isOutOfTime, noClock } from "./work-clock.ts";

test("a deadline ends what goes on behind it, and nothing once it is stopped", () => {
  let time = 0;
  const deadline = new Deadline(10, () => time);
  const work = () => {
    for (let unit = 0; unit < 1000; unit++) deadline.tick();
  };
  work();
  time = 10;
  work();
  time = 11;
  const error = thrownBy(work);
  expect(isOutOfTime(error)).toBe(true);
  expect(error).toMatchObject({ code: "grammar-limit", facts: { limit: 10 } });
  deadline.stop();
  work();
});

test("one large piece of work is seen as soon as many small ones", () => {
  let looks = 0;
  const deadline = new Deadline(10, () => looks++);
  deadline.tick(1_000_000);
  expect(looks).toBe(2);
  expect(() => noClock.tick(1_000_000)).not.toThrow();
});

function thrownBy(work: () => void): unknown {
  try {
    work();
  } catch (error) {
    return error;
  }
  throw new Error("nothing was thrown");
}
