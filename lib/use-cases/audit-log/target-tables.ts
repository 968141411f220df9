import type { Permission } from "@/lib/domain/people/permissions";

export interface TargetTable {
  /** The type in words, as it begins a sentence. */
  word: string;
  /** What it is called and what tells it from others, by its `id`; null where no table keeps it. */
  from: string | null;
  /** A second line for whoever may read it; `page` stands for the id of the page that shows it. */
  columns?: { name: string; under?: string; page?: string };
  /** Whoever may read these may know the name. */
  permission: Permission;
  /** The address of its page, or of the list that holds it. */
  href?: (id: string, page: string) => string;
  /** Where the entry itself keeps the name as it was. */
  recordedAs?: "name" | "title" | "person" | "pattern";
}

const under = (list: string) => () => list;

/** Everything that an entry of the audit log can be about, by the type that the entry names. */
export const targetTables: Readonly<Record<string, TargetTable>> = {
  source: {
    word: "Source",
    from: "source x WHERE x.removed_at IS NULL",
    columns: { name: "x.name" },
    permission: "source:read",
    href: (id) => `/sources/${id}`,
    recordedAs: "name",
  },
  identity: {
    word: "Identity",
    from: "identity x JOIN source s ON s.id = x.source_id WHERE s.removed_at IS NULL",
    columns: { name: "x.name", under: "s.name" },
    permission: "identity:read",
    href: (id) => `/identities/${id}`,
  },
  finding: {
    word: "Finding",
    from: "finding x JOIN identity i ON i.id = x.identity_id WHERE true",
    columns: { name: "x.title", under: "i.name", page: "x.state" },
    permission: "finding:read",
    href: (id, state) => `/findings?${new URLSearchParams({ state, view: "all", finding: id })}`,
  },
  person: {
    word: "Person",
    from: "person x WHERE true",
    columns: { name: "x.name", under: "x.email", page: "x.email" },
    permission: "person:read",
    href: (_id, email) => `/people?${new URLSearchParams({ text: email })}`,
  },
  invitation: {
    word: "Invitation",
    from: "invitation x WHERE true",
    columns: { name: "coalesce(x.email, 'Set-up link')" },
    permission: "person:read",
    href: under("/settings/people"),
  },
  session: {
    word: "Session",
    from: "session x JOIN person p ON p.id = x.person_id WHERE true",
    columns: { name: "p.name", under: "p.email", page: "p.email" },
    permission: "person:read",
    href: (_id, email) => `/people?${new URLSearchParams({ text: email })}`,
  },
  passkey: {
    word: "Passkey",
    from: "passkey x JOIN person p ON p.id = x.person_id WHERE true",
    columns: { name: "x.name", under: "p.email" },
    permission: "person:read",
    recordedAs: "name",
  },
  token: {
    word: "API token",
    from: "api_token x JOIN person p ON p.id = x.person_id WHERE true",
    columns: { name: "x.name", under: "p.email" },
    permission: "person:read",
  },
  team: {
    word: "Team",
    from: "team x WHERE true",
    columns: { name: "x.name" },
    permission: "team:read",
    href: under("/people/teams"),
    recordedAs: "name",
  },
  leaver: {
    word: "Leaver",
    from: "leaver x JOIN person p ON p.id = x.person_id WHERE true",
    columns: { name: "p.name", under: "p.email" },
    permission: "leaver:read",
    href: (id) => `/people/leavers/${id}`,
    recordedAs: "person",
  },
  owner_pattern: {
    word: "Owner pattern",
    from: "owner_pattern x JOIN person p ON p.id = x.person_id WHERE true",
    columns: { name: "x.pattern", under: "p.email" },
    permission: "setting:read",
    href: under("/settings/owner-patterns"),
    recordedAs: "pattern",
  },
  offboarding_case: {
    word: "Case",
    from: "offboarding_case x WHERE true",
    columns: { name: "coalesce(x.target ->> 'name', x.external_id)", under: "x.source_name" },
    permission: "offboarding:read",
    href: (id) => `/offboarding/${id}`,
  },
  policy_exception: {
    word: "Exception",
    from: "policy_exception x WHERE true",
    columns: { name: "x.identity_name", under: "x.source_name" },
    permission: "exception:read",
    href: (id) => `/exceptions/${id}`,
  },
  policy_version: {
    word: "Policy version",
    from: null,
    permission: "policy:read",
    href: under("/settings/policies"),
  },
  review_campaign: {
    word: "Review",
    from: "review_campaign x WHERE true",
    columns: { name: "x.name" },
    permission: "review:read",
    href: (id) => `/reviews/${id}`,
  },
  review_item: {
    word: "Review item",
    from: "review_item x JOIN review_campaign k ON k.id = x.campaign_id WHERE true",
    columns: { name: "x.name", under: "k.name", page: "k.id::text" },
    permission: "review:read",
    href: (_id, campaign) => `/reviews/${campaign}`,
  },
  review_task: {
    word: "Review task",
    from: "review_task x JOIN review_campaign k ON k.id = x.campaign_id WHERE true",
    columns: { name: "x.title", under: "k.name", page: "k.id::text" },
    permission: "review:read",
    href: (_id, campaign) => `/reviews/${campaign}`,
  },
  review_series: {
    word: "Repeating review",
    from: "review_series x WHERE true",
    columns: { name: "x.name" },
    permission: "review:read",
    href: under("/reviews"),
  },
  evidence_pack: {
    word: "Evidence pack",
    from: "evidence_pack x WHERE true",
    columns: { name: "x.title" },
    permission: "evidence:read",
    href: under("/evidence"),
    recordedAs: "title",
  },
  notice_channel: {
    word: "Notice channel",
    from: "notice_channel x WHERE true",
    columns: { name: "x.name" },
    permission: "setting:read",
    href: under("/settings/notifications"),
    recordedAs: "name",
  },
  notice_delivery: {
    word: "Notice",
    from: "notice_delivery x JOIN notice n ON n.id = x.notice_id WHERE true",
    columns: { name: "n.title", under: "x.channel_name" },
    permission: "setting:read",
    href: under("/settings/notifications"),
  },
  ticket: {
    word: "Ticket",
    from: "ticket x WHERE true",
    columns: { name: "x.title", under: "x.key" },
    permission: "ticket:read",
  },
  view: {
    word: "Saved view",
    from: "saved_view x JOIN person p ON p.id = x.person_id WHERE true",
    columns: { name: "x.name", under: "p.email" },
    permission: "person:read",
    recordedAs: "name",
  },
  database: { word: "Database", from: null, permission: "audit:read" },
  key: {
    word: "Muster's keys",
    from: null,
    permission: "setting:read",
    href: under("/settings/keys"),
  },
  "audit-log": {
    word: "Audit log",
    from: null,
    permission: "audit:read",
    href: under("/audit-log"),
  },
};

/** The types with their words, to choose from. */
export const targetTypes = Object.entries(targetTables).map(([value, { word }]) => ({
  value,
  label: word,
}));
