import type { RunEvent, StepEvent } from "./run-options.ts";

/** Seconds between lines when nobody watches. */
const QUIET_SECONDS = 10;

export interface ProgressTarget {
  readonly isTerminal: boolean;
  write(text: string): void;
}

/** Prints a run's events: one line rewritten in place on a terminal, a line every ten seconds elsewhere. */
export function createProgressPrinter(target: ProgressTarget, now: () => number = performance.now.bind(performance)) {
  let printed = Number.NEGATIVE_INFINITY;
  let speed: number | undefined;
  let secondsPerStep: number | undefined;
  const line = (text: string): void => target.write(target.isTerminal ? `\r\x1b[K${text}\n` : `${text}\n`);
  return (event: RunEvent): void => {
    switch (event.type) {
      case "started": {
        const width = event.wide ? "256" : "128";
        const size = (event.parameters / 1e6).toFixed(2);
        line(`${size} M parameters, ${width}-bit kernels, step ${event.step} of ${event.totalSteps}`);
        return;
      }
      case "evaluated":
        line(
          `held out: ${Object.entries(event.losses)
            .map(([kind, loss]) => `${kind} ${loss.toFixed(3)}`)
            .join(", ")}`,
        );
        return;
      case "saved":
        if (!target.isTerminal) line(`checkpoint at step ${event.step}`);
        return;
      case "step": {
        speed = smooth(speed, event.tokens / event.seconds);
        secondsPerStep = smooth(secondsPerStep, event.seconds);
        const isLast = event.step === event.totalSteps;
        const quiet = !target.isTerminal && now() - printed < 1000 * QUIET_SECONDS;
        if (quiet && !isLast) return;
        printed = now();
        const left = duration((event.totalSteps - event.step) * secondsPerStep);
        const text = stepText(event, speed, left);
        target.write(target.isTerminal ? `\r\x1b[K${text}${isLast ? "\n" : ""}` : `${text}\n`);
      }
    }
  };
}

function stepText(event: StepEvent, tokensPerSecond: number, left: string): string {
  const share = ((100 * event.trainedTokens) / event.tokens).toFixed(0);
  return [
    `step ${event.step}/${event.totalSteps}`,
    `loss ${event.loss.toFixed(4)}`,
    `${tokensPerSecond.toFixed(0)} tokens/s`,
    `${share}% trained`,
    `packed ${(100 * event.packingEfficiency).toFixed(1)}%`,
    `norm ${event.gradientNorm.toFixed(2)}`,
    `rate ${event.rate.toExponential(2)}`,
    `left ${left}`,
    ...(event.droppedSamples > 0 ? [`dropped ${event.droppedSamples}`] : []),
  ].join(", ");
}

function smooth(mean: number | undefined, value: number): number {
  return mean === undefined ? value : mean + 0.1 * (value - mean);
}

/** h:mm:ss */
function duration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const two = (value: number) => String(value).padStart(2, "0");
  return `${Math.floor(whole / 3600)}:${two(Math.floor(whole / 60) % 60)}:${two(whole % 60)}`;
}
