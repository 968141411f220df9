/** How long a session lives: half an hour without a request, twelve hours in all. */
export const idleMs = 30 * 60_000;
export const absoluteMs = 12 * 3_600_000;
