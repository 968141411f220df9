import type { ActionManifest } from "../../contract";

/** What the second app registration needs: writing, and reading what it writes. */
const writePermissions = {
  api: "Microsoft Graph",
  type: "Application permissions, with admin consent",
  permissions: [
    "Application.ReadWrite.All",
    "AgentIdentity.EnableDisable.All",
    "AgentIdentity.DeleteRestore.All",
    "AuditLog.Read.All",
  ],
  instead:
    "Application.ReadWrite.OwnedBy reaches only applications that the app registration owns. Application.ReadWrite.All can take over every application: keep its certificate as you keep an administrator's.",
};

/** What Muster can take out of service and make anew in Entra ID, and the credential that does it. */
export const actionManifest: ActionManifest = {
  atOnce: 2,
  fields: ["clientId", "auth", "certificate", "privateKey", "clientSecret"],
  leastPrivilege: { format: "json", text: JSON.stringify(writePermissions, null, 2) },
  targets: [
    {
      subject: "identity",
      kind: "app_registration",
      details: ["entra.application"],
      watchDays: 30,
    },
    {
      subject: "identity",
      kind: "service_account",
      details: ["entra.service_principal", "entra.service_principal.legacy"],
      watchDays: 30,
    },
    {
      subject: "identity",
      kind: "app_installation",
      details: ["entra.service_principal.third_party"],
      watchDays: 30,
    },
    {
      subject: "identity",
      kind: "ai_agent",
      details: ["entra.agent_identity"],
      watchDays: 30,
    },
    {
      subject: "credential",
      kind: "client_secret",
      watchDays: null,
      // The report about uses lags by hours, sometimes by a day.
      rotation: { overlapHours: 72, parts: ["AZURE_CLIENT_SECRET"] },
    },
    { subject: "credential", kind: "federated", watchDays: null },
  ],
};
