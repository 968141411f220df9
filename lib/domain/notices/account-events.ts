import type { CatalogueOf } from "./notice-data";

const notWanted =
  "If nobody asked for this, tell an administrator: they can disable the account and read the audit log.";

/** What an account's person is told, so that nobody takes it over unseen. */
export const accountEvents: CatalogueOf<"account"> = {
  "account.sign-in-link": {
    label: "A link to a new password was made for somebody",
    group: "Accounts",
    byDefault: "now",
    isUrgent: true,
    action: "Open Muster",
    text: ({ person, by }) => ({
      title: `A link to a new password was made for ${person}`,
      lines: [`${by} made it. Who holds it sets the password, once, within 24 hours.`, notWanted],
    }),
  },
  "account.password-set": {
    label: "An account got another password",
    group: "Accounts",
    byDefault: "now",
    isUrgent: true,
    action: "Open Muster",
    text: ({ person, how }) => ({
      title: `${person} has another password`,
      lines: [`It was set ${how}. Sessions that were open have ended.`, notWanted],
    }),
  },
  "account.second-factor-reset": {
    label: "Somebody’s second factor was reset",
    group: "Accounts",
    byDefault: "now",
    isUrgent: true,
    action: "Open Muster",
    text: ({ person, by }) => ({
      title: `The second factor of ${person} was reset`,
      lines: [`${by} did this. Only the password is asked for until another is set up.`, notWanted],
    }),
  },
};
