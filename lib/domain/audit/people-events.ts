import type { NounEvents } from "./noun-events";

/** Who may enter Muster, and who answers for what. */
export const peopleEvents: readonly NounEvents[] = [
  {
    noun: "session",
    title: "Signing in",
    events: [
      ["session.start", "session.started", "Sign in", "Signed in"],
      ["session.start", "session.refused", "Sign in", "Sign-in refused"],
      [
        "session.ask-second-factor",
        "session.second-factor-asked",
        "Ask for the second factor",
        "Second factor asked for",
      ],
      [
        "session.offer-second-factor",
        "session.second-factor-offered",
        "Offer a second factor",
        "Second factor offered",
      ],
      [
        "session.begin-step-up",
        "session.step-up-begun",
        "Begin to confirm who it is",
        "Confirming who it is begun",
      ],
      ["session.step-up", "session.stepped-up", "Confirm who it is", "Who it is confirmed again"],
      ["session.end", "session.ended", "Sign out", "Signed out"],
    ],
  },
  {
    noun: "password",
    title: "Passwords",
    events: [["password.change", "password.changed", "Change a password", "Password changed"]],
  },
  {
    noun: "sign-in-link",
    title: "Sign-in links",
    events: [
      ["sign-in-link.create", "sign-in-link.created", "Make a sign-in link", "Sign-in link made"],
      ["sign-in-link.redeem", "sign-in-link.redeemed", "Use a sign-in link", "Sign-in link used"],
    ],
  },
  {
    noun: "passkey",
    title: "Passkeys",
    events: [
      ["passkey.begin", "passkey.begun", "Begin to add a passkey", "Adding a passkey begun"],
      ["passkey.add", "passkey.added", "Add a passkey", "Passkey added"],
      ["passkey.rename", "passkey.renamed", "Rename a passkey", "Passkey renamed"],
      ["passkey.remove", "passkey.removed", "Remove a passkey", "Passkey removed"],
    ],
  },
  {
    noun: "authenticator-app",
    title: "Authenticator apps",
    events: [
      [
        "authenticator-app.begin",
        "authenticator-app.begun",
        "Begin to add an authenticator app",
        "Adding an authenticator app begun",
      ],
      [
        "authenticator-app.confirm",
        "authenticator-app.confirmed",
        "Confirm an authenticator app",
        "Authenticator app added",
      ],
      [
        "authenticator-app.remove",
        "authenticator-app.removed",
        "Remove an authenticator app",
        "Authenticator app removed",
      ],
    ],
  },
  {
    noun: "recovery-codes",
    title: "Recovery codes",
    events: [
      [
        "recovery-codes.create",
        "recovery-codes.created",
        "Make recovery codes",
        "Recovery codes made",
      ],
    ],
  },
  {
    noun: "token",
    title: "API tokens",
    events: [
      ["token.create", "token.created", "Create an API token", "API token created"],
      ["token.revoke", "token.revoked", "Revoke an API token", "API token revoked"],
    ],
  },
  {
    noun: "setup",
    title: "First setup",
    events: [
      ["setup.create-link", "setup.link-created", "Create the set-up link", "Set-up link created"],
      [
        "setup.create-administrator",
        "setup.administrator-created",
        "Create the first administrator",
        "First administrator created",
      ],
      ["setup.complete", "setup.completed", "Complete the setup", "Setup completed"],
    ],
  },
  {
    noun: "person",
    title: "People",
    events: [
      ["person.invite", "person.invited", "Invite a person", "Person invited"],
      ["person.import", "person.imported", "Import people", "People imported"],
      ["person.change-role", "person.role-changed", "Change a role", "Role changed"],
      ["person.disable", "person.disabled", "Disable a person", "Person disabled"],
      ["person.enable", "person.enabled", "Enable a person", "Person enabled"],
      ["person.reset-password", "person.password-reset", "Reset a password", "Password reset"],
      [
        "person.reset-second-factor",
        "person.second-factor-reset",
        "Reset a second factor",
        "Second factor reset",
      ],
    ],
  },
  {
    noun: "invitation",
    title: "Invitations",
    events: [
      ["invitation.accept", "invitation.accepted", "Accept an invitation", "Invitation accepted"],
      [
        "invitation.withdraw",
        "invitation.withdrawn",
        "Withdraw an invitation",
        "Invitation withdrawn",
      ],
    ],
  },
  {
    noun: "directory",
    title: "Directory",
    events: [
      [
        "directory.add-person",
        "directory.person-added",
        "Add a person from the directory",
        "Person added by the directory",
      ],
      [
        "directory.change-person",
        "directory.person-changed",
        "Change a person from the directory",
        "Person changed by the directory",
      ],
      [
        "directory.delete-person",
        "directory.person-deleted",
        "Delete a person from the directory",
        "Person deleted by the directory",
      ],
      [
        "directory.add-team",
        "directory.team-added",
        "Add a team from the directory",
        "Team added by the directory",
      ],
      [
        "directory.change-team",
        "directory.team-changed",
        "Change a team from the directory",
        "Team changed by the directory",
      ],
      [
        "directory.delete-team",
        "directory.team-deleted",
        "Delete a team from the directory",
        "Team deleted by the directory",
      ],
    ],
  },
  {
    noun: "team",
    title: "Teams",
    events: [
      ["team.add", "team.added", "Add a team", "Team added"],
      ["team.change", "team.changed", "Change a team", "Team changed"],
      ["team.delete", "team.deleted", "Delete a team", "Team deleted"],
    ],
  },
  {
    noun: "leaver",
    title: "Leavers",
    events: [
      [
        "leaver.decide",
        "leaver.decided",
        "Decide what a leaver leaves",
        "Decided what a leaver leaves",
      ],
      [
        "leaver.offboard",
        "leaver.offboarding-requested",
        "Ask to offboard what a leaver leaves",
        "Asked to offboard what a leaver leaves",
      ],
    ],
  },
  {
    noun: "owner-pattern",
    title: "Owner patterns",
    events: [
      ["owner-pattern.add", "owner-pattern.added", "Add an owner pattern", "Owner pattern added"],
      [
        "owner-pattern.remove",
        "owner-pattern.removed",
        "Remove an owner pattern",
        "Owner pattern removed",
      ],
    ],
  },
];
