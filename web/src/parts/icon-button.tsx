import type { ComponentProps } from "react";
import { Icon, type IconName } from "./icon.tsx";

interface IconButtonProps extends Omit<ComponentProps<"button">, "children" | "aria-label"> {
  readonly icon: IconName;
  /** What it does: its name for everybody who cannot see it, and the hint on hovering. */
  readonly label: string;
  readonly small?: boolean;
}

export function IconButton({ icon, label, small = false, className = "", ...rest }: IconButtonProps) {
  const classes = `icon-button ${small ? "small" : ""} ${className}`;
  return (
    <button type="button" className={classes} aria-label={label} title={label} {...rest}>
      <Icon name={icon} />
    </button>
  );
}
