import type { CatalogueOf } from "./notice-data";
import { counted } from "../counted";

const severityWord = (severity: string): string => (severity === "critical" ? "Critical" : "High");

export const installationEvents: CatalogueOf<
  "source" | "finding" | "checkpoint" | "channel" | "digest"
> = {
  "source.failing": {
    label: "A source cannot be read",
    group: "Inventory",
    byDefault: "now",
    action: "Open the source",
    text: ({ source, reason }) => ({
      title: `Cannot be read: ${source}`,
      lines: [reason, "What was read before stays, and grows old."],
    }),
  },
  "finding.high-risk": {
    label: "High or critical findings appeared",
    group: "Inventory",
    byDefault: "digest",
    action: "Open the finding",
    text: ({ total, worst }) => ({
      title:
        total === 1 && worst[0]
          ? `${severityWord(worst[0].severity)}: ${worst[0].rule}`
          : counted(total, "new high or critical finding"),
      lines: [
        ...worst.map(
          ({ rule, identity, severity }) => `${severityWord(severity)}: ${rule}, on ${identity}.`,
        ),
        ...(total > worst.length ? [`And ${total - worst.length} more.`] : []),
      ],
    }),
  },
  "checkpoint.failing": {
    label: "A checkpoint of the audit log cannot be written",
    group: "Installation",
    byDefault: "now",
    isUrgent: true,
    action: "Open the audit log",
    text: ({ destination, reason }) => ({
      title: `Checkpoints do not reach ${destination}`,
      lines: [reason, "Until one does, a rollback of the log could not be shown by it."],
    }),
  },
  "channel.disabled": {
    label: "A channel failed for days and was switched off",
    group: "Installation",
    byDefault: "now",
    action: "Open the channels",
    text: ({ channel, reason }) => ({
      title: `Switched off: ${channel}`,
      lines: [reason, "What waits for it is kept and goes out once it is switched on again."],
    }),
  },
  digest: {
    label: "The daily digest",
    group: "Digest",
    byDefault: "now",
    action: "Open Muster",
    text: ({ items }) => ({
      title: `${counted(items.length, "notice")} since the last digest`,
      lines: items.map(({ title }) => title),
    }),
  },
};
