/** The mark of the page: three feathers of a wing. */
export function Wing() {
  return (
    <svg
      className="wing"
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeLinecap="round"
      aria-hidden="true"
    >
      <path strokeWidth="2" d="M3 6.500c5.2 1.2 10.8.8 17.5-2.3-.9 4.6-4.3 7.6-9.3 8.4" />
      <path strokeWidth="2" d="M5.5 11.800c2.7 1.4 5.6 1.8 9 1.4-.8 3.2-3.1 5.3-6.4 5.9" />
      <path strokeWidth="2" d="M7.6 17.600c.4 1.3.4 2.5-.1 3.9" />
    </svg>
  );
}
