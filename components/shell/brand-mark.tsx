/** A muster roll: rows in order, one of them marked. */
export function BrandMark({ size = 20, className }: { size?: number; className?: string }) {
  return (
    <svg width={size} height={size} viewBox="0 0 20 20" className={className} aria-hidden="true">
      <rect x="1" y="1" width="18" height="18" rx="5" fill="currentColor" />
      <path
        d="M5.5 6.5h9M5.5 10h5M5.5 13.5h9"
        stroke="#fff"
        strokeWidth="1.7"
        strokeLinecap="round"
      />
      <circle cx="13.9" cy="10" r="1.5" fill="#fff" />
    </svg>
  );
}
