/** What each event says about itself. Never secret material: names, reasons and times only. */
export interface NoticeData {
  "offboarding.confirmation-wanted": { name: string; requestedBy: string; reason: string };
  "offboarding.approval-wanted": { name: string; requestedBy: string; reason: string };
  "offboarding.by-hand": { name: string; because: string };
  "offboarding.stuck": { name: string; step: string; error: string };
  "offboarding.used": { name: string; what: string };
  "offboarding.done": { name: string; how: string };
  "offboarding.rejected": { name: string; by: string; reason: string };
  "review.assigned": { campaign: string; items: number; dueAt: string };
  "review.reminder": { campaign: string; open: number; dueAt: string };
  "review.escalated": { campaign: string; reviewer: string; open: number; dueAt: string };
  "review.closed": { campaign: string; outcome: string };
  "exception.requested": { name: string; requestedBy: string; until: string };
  "exception.decided": { name: string; by: string; decision: string };
  "exception.expiring": { name: string; until: string };
  "exception.expired": { name: string };
  "leaver.opened": { person: string; identities: number };
  "source.failing": { source: string; reason: string };
  "finding.high-risk": {
    total: number;
    /** The first few, worst first. */
    worst: { rule: string; identity: string; severity: string }[];
  };
  "rotation.stuck": { name: string; step: string; error: string };
  "rotation.done": { name: string; how: string };
  "checkpoint.failing": { destination: string; reason: string };
  "channel.disabled": { channel: string; reason: string };
  "account.sign-in-link": { person: string; by: string };
  "account.password-set": {
    person: string;
    how: "by its person" | "with a one-time link" | "at the machine’s own shell";
  };
  "account.second-factor-reset": { person: string; by: string };
  digest: { items: { title: string; link: string }[] };
}
export type NoticeEvent = keyof NoticeData;

/** now: at once; digest: in the daily mail; off: not at all. */
export const noticeModes = ["now", "digest", "off"] as const;
export type NoticeMode = (typeof noticeModes)[number];

export interface CatalogueEntry<Data> {
  /** In the matrix and in the log. */
  label: string;
  group: string;
  byDefault: NoticeMode;
  /** Not held back by quiet hours. */
  isUrgent?: boolean;
  /** On the button or link that leads to the item. */
  action: string;
  text: (this: void, data: Data) => { title: string; lines: string[] };
}

/** The part of the catalogue whose events begin with these words. */
export type CatalogueOf<Prefix extends string> = {
  readonly [Event in Extract<NoticeEvent, Prefix | `${Prefix}.${string}`>]: CatalogueEntry<
    NoticeData[Event]
  >;
};
