/** What a notice is about. */
export interface NoticeSubject {
  type:
    | "offboarding_case"
    | "campaign"
    | "exception"
    | "leaver"
    | "source"
    | "finding"
    | "identity"
    | "rotation"
    | "audit_log"
    | "notice_channel"
    | "own_account"
    | "account";
  id: string | null;
}

const paths: Record<NoticeSubject["type"], (id: string) => string> = {
  offboarding_case: (id) => `/offboarding/${id}`,
  campaign: (id) => `/reviews/${id}`,
  exception: (id) => `/exceptions/${id}`,
  leaver: (id) => `/people/leavers/${id}`,
  source: (id) => `/sources/${id}`,
  finding: (id) => `/findings?finding=${id}`,
  identity: (id) => `/identities/${id}`,
  rotation: (id) => `/offboarding/${id}`,
  audit_log: () => "/audit-log",
  notice_channel: () => "/settings/notifications",
  own_account: () => "/settings",
  account: () => "/",
};

/** The path of the item in Muster: where it is read, never where something is done. */
export const subjectPath = ({ type, id }: NoticeSubject): string =>
  paths[type](encodeURIComponent(id ?? ""));
