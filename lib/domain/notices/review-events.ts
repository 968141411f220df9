import type { CatalogueOf } from "./notice-data";
import { counted } from "../counted";
import { timeWords } from "./words";

export const reviewEvents: CatalogueOf<"review" | "exception" | "leaver"> = {
  "review.assigned": {
    label: "You are asked to review",
    group: "Reviews",
    byDefault: "now",
    action: "Open the review",
    text: ({ campaign, items, dueAt }) => ({
      title: `${counted(items, "item")} to review: ${campaign}`,
      lines: [`Please answer by ${timeWords(dueAt)}.`],
    }),
  },
  "review.reminder": {
    label: "A review is nearly due",
    group: "Reviews",
    byDefault: "now",
    action: "Open the review",
    text: ({ campaign, open, dueAt }) => ({
      title: `${counted(open, "item")} still open: ${campaign}`,
      lines: [`Due ${timeWords(dueAt)}. What stays open is escalated.`],
    }),
  },
  "review.escalated": {
    label: "A review is overdue and comes to you",
    group: "Reviews",
    byDefault: "now",
    action: "Open the review",
    text: ({ campaign, reviewer, open, dueAt }) => ({
      title: `Overdue: ${campaign}`,
      lines: [`${reviewer} left ${counted(open, "item")} open; they were due ${timeWords(dueAt)}.`],
    }),
  },
  "review.closed": {
    label: "A campaign is closed",
    group: "Reviews",
    byDefault: "digest",
    action: "Open the campaign",
    text: ({ campaign, outcome }) => ({ title: `Closed: ${campaign}`, lines: [outcome] }),
  },
  "exception.requested": {
    label: "An exception waits for a decision",
    group: "Exceptions",
    byDefault: "now",
    action: "Open the exception",
    text: ({ name, requestedBy, until }) => ({
      title: `Exception asked for: ${name}`,
      lines: [`${requestedBy} asks for it until ${timeWords(until)}.`],
    }),
  },
  "exception.decided": {
    label: "Your exception was decided",
    group: "Exceptions",
    byDefault: "now",
    action: "Open the exception",
    text: ({ name, by, decision }) => ({
      title: `Exception ${decision}: ${name}`,
      lines: [`Decided by ${by}.`],
    }),
  },
  "exception.expiring": {
    label: "An exception ends soon",
    group: "Exceptions",
    byDefault: "digest",
    action: "Open the exception",
    text: ({ name, until }) => ({
      title: `Exception ends soon: ${name}`,
      lines: [`It ends ${timeWords(until)}; the finding then opens again by itself.`],
    }),
  },
  "exception.expired": {
    label: "An exception has ended",
    group: "Exceptions",
    byDefault: "now",
    action: "Open the exception",
    text: ({ name }) => ({
      title: `Exception ended: ${name}`,
      lines: ["The finding is open again."],
    }),
  },
  "leaver.opened": {
    label: "A person leaves and identities need a new owner",
    group: "People",
    byDefault: "now",
    action: "Open the leaver",
    text: ({ person, identities }) => ({
      title: `${person} leaves: ${counted(identities, "identity", "identities")} to settle`,
      lines: ["Each is given to somebody else or taken out of service."],
    }),
  },
};
