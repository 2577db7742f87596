import { Progress } from "radix-ui";
import "./progress-bar.css";

interface ProgressBarProps {
  readonly label: string;
  /** From 0 to 1; null while nobody knows. */
  readonly value: number | null;
}

export function ProgressBar({ label, value }: ProgressBarProps) {
  const percent = value === null ? null : Math.round(value * 100);
  return (
    <Progress.Root className="progress" value={percent} aria-label={label}>
      <Progress.Indicator
        className="progress-done"
        {...(percent === null ? {} : { style: { width: `${percent}%` } })}
      />
    </Progress.Root>
  );
}
