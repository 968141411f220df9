import type { NounEvents } from "./noun-events";

/** What is listed, how it is brought in, and what keeps Muster itself going. */
export const inventoryEvents: readonly NounEvents[] = [
  {
    noun: "source",
    title: "Sources",
    events: [
      ["source.add", "source.added", "Add a source", "Source added"],
      ["source.change", "source.changed", "Change a source", "Source changed"],
      [
        "source.verify",
        "source.verified",
        "Check a source's credential",
        "Source's credential checked",
      ],
      ["source.set-schedule", "source.schedule-set", "Set a sync schedule", "Sync schedule set"],
      ["source.request-sync", "source.sync-requested", "Ask for a sync", "Sync asked for"],
      ["source.cancel-sync", "source.sync-cancelled", "Cancel a sync", "Sync cancelled"],
      [
        "source.confirm-removals",
        "source.removals-decided",
        "Decide about vanished identities",
        "Decided about vanished identities",
      ],
      [
        "source.allow-actions",
        "source.actions-allowed",
        "Let Muster act at a source",
        "Muster may act at a source",
      ],
      [
        "source.forbid-actions",
        "source.actions-forbidden",
        "Stop Muster acting at a source",
        "Muster may not act at a source",
      ],
      ["source.upload-file", "source.file-uploaded", "Upload a file", "File uploaded"],
      ["source.remove-file", "source.file-removed", "Remove a file", "File removed"],
      [
        "source.load-sample",
        "source.sample-loaded",
        "Load the sample organisation",
        "Sample organisation loaded",
      ],
      [
        "source.remove-sample",
        "source.sample-removed",
        "Remove the sample organisation",
        "Sample organisation removed",
      ],
      ["source.remove", "source.removed", "Remove a source", "Source removed"],
      ["source.erase", "source.erased", "Erase a removed source", "Removed source erased"],
    ],
  },
  {
    noun: "identity",
    title: "Identities",
    events: [
      ["identity.assign-owner", "identity.owner-assigned", "Assign an owner", "Owner assigned"],
      [
        "identity.change-ownership",
        "identity.ownership-changed",
        "Change who answers for identities",
        "Who answers for identities changed",
      ],
      [
        "identity.accept-candidate",
        "identity.candidate-accepted",
        "Accept an owner candidate",
        "Owner candidate accepted",
      ],
      [
        "identity.accept-candidates",
        "identity.candidates-accepted",
        "Accept owner candidates",
        "Owner candidates accepted",
      ],
      [
        "identity.reject-candidate",
        "identity.candidate-rejected",
        "Reject an owner candidate",
        "Owner candidate rejected",
      ],
      ["identity.change-labels", "identity.labels-changed", "Change labels", "Labels changed"],
      [
        "identity.classify",
        "identity.classified",
        "Set class or environment",
        "Class or environment set",
      ],
      ["identity.export", "identity.exported", "Export identities", "Identities exported"],
    ],
  },
  {
    noun: "finding",
    title: "Findings",
    events: [["finding.export", "finding.exported", "Export findings", "Findings exported"]],
  },
  {
    noun: "view",
    title: "Saved views",
    events: [
      ["view.save", "view.saved", "Save a view", "View saved"],
      ["view.change", "view.changed", "Change a view", "View changed"],
      ["view.delete", "view.deleted", "Delete a view", "View deleted"],
    ],
  },
  {
    noun: "ticket",
    title: "Tickets",
    events: [
      ["ticket.open", "ticket.asked", "Ask for a ticket", "Ticket asked for"],
      ["ticket.create", "ticket.opened", "Open a ticket", "Ticket opened"],
    ],
  },
  {
    noun: "notice-channel",
    title: "Notice channels",
    events: [
      [
        "notice-channel.add",
        "notice-channel.added",
        "Add a notice channel",
        "Notice channel added",
      ],
      [
        "notice-channel.add-own",
        "notice-channel.own-added",
        "Add an own notice channel",
        "Own notice channel added",
      ],
      [
        "notice-channel.change",
        "notice-channel.changed",
        "Change a notice channel",
        "Notice channel changed",
      ],
      [
        "notice-channel.rotate-secret",
        "notice-channel.secret-rotated",
        "Rotate a channel's secret",
        "Channel's secret rotated",
      ],
      [
        "notice-channel.test",
        "notice-channel.tested",
        "Test a notice channel",
        "Notice channel tested",
      ],
      [
        "notice-channel.disable",
        "notice-channel.disabled",
        "Disable a notice channel",
        "Notice channel disabled",
      ],
      [
        "notice-channel.remove",
        "notice-channel.removed",
        "Remove a notice channel",
        "Notice channel removed",
      ],
      [
        "notice-channel.remove-own",
        "notice-channel.own-removed",
        "Remove an own notice channel",
        "Own notice channel removed",
      ],
    ],
  },
  {
    noun: "notice-delivery",
    title: "Notices sent",
    events: [
      [
        "notice-delivery.retry",
        "notice-delivery.retried",
        "Send a notice again",
        "Notice sent again",
      ],
    ],
  },
  {
    noun: "notice-preferences",
    title: "Notice preferences",
    events: [
      [
        "notice-preferences.save",
        "notice-preferences.saved",
        "Save notice preferences",
        "Notice preferences saved",
      ],
    ],
  },
  {
    noun: "key",
    title: "Keys",
    events: [["key.rotate", "key.rotated", "Rotate Muster's keys", "Muster's keys rotated"]],
  },
  {
    noun: "backup",
    title: "Backups",
    events: [
      ["backup.create", "backup.created", "Make a backup", "Backup made"],
      ["backup.restore", "backup.restored", "Restore a backup", "Backup restored"],
    ],
  },
  {
    noun: "request",
    title: "Requests refused at the door",
    events: [["request.write", null, "Write without a valid request", null]],
  },
];
