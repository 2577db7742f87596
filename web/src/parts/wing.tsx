/** The mark of the page: three feathers of a wing. */
export function Wing() {
  return (
    <svg
      className="wing"
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth="2"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      <path d="M2.5 5.5c6.2 1.8 12.5 1.2 19-2-.7 5.2-4.5 8.6-10.5 9.1" />
      <path d="M5 10.8c3.4 1.5 6.6 1.9 9.8 1.2-.6 3.5-3 5.7-6.6 6.2" />
      <path d="M7.3 16.2c.9 1.7.9 3.2.1 5" />
    </svg>
  );
}
