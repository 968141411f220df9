/**
 * What the audit log writes for an attempt that was refused or failed (the command), what for its
 * success (the event), and both in words. A door before all commands has no success.
 */
export type EventTitles =
  | readonly [command: string, event: string, tried: string, done: string]
  | readonly [command: string, event: null, tried: string, done: null];

/** The events of one noun, which a reader picks from under its title. */
export interface NounEvents {
  noun: string;
  title: string;
  events: readonly EventTitles[];
}
