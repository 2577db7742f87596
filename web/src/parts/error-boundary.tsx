import { Component, type ReactNode } from "react";

interface ErrorBoundaryProps {
  readonly fallback: ReactNode;
  /** A new value tries the children again. */
  readonly attempt: string;
  readonly children: ReactNode;
}

/** Shows the fallback where the children cannot be drawn, such as text nested so deep that a parser gives up. */
export class ErrorBoundary extends Component<ErrorBoundaryProps, { readonly failedAttempt: string | null }> {
  override state: { readonly failedAttempt: string | null } = { failedAttempt: null };

  static getDerivedStateFromError(): { readonly failedAttempt: string | null } {
    return { failedAttempt: "" };
  }

  override componentDidCatch(): void {
    this.setState({ failedAttempt: this.props.attempt });
  }

  override render(): ReactNode {
    const { failedAttempt } = this.state;
    const failed = failedAttempt === "" || failedAttempt === this.props.attempt;
    return failed ? this.props.fallback : this.props.children;
  }
}
