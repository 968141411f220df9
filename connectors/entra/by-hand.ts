import type { ManualSteps } from "@/lib/domain/lifecycle/by-hand";

const report = "Report it here with what you did. The next complete sync proves it.";
const steps = (subject: ManualSteps["subject"], kind: string, ...what: string[]): ManualSteps => ({
  subject,
  kind,
  steps: [...what, report],
});

const app = "Open the Entra admin center, App registrations, All applications, ";
const enterprise = "Open the Entra admin center, Enterprise applications, {name}";
const switchOff = `${enterprise}, Properties, and set "Enabled for users to sign-in" to No: it can sign in no more, and Yes brings it back. Tokens that it has already end within about an hour.`;
const byCommand =
  "Or with the Azure CLI, where OBJECT is the last part of {id}: `az ad sp update --id OBJECT --set accountEnabled=false`";
const restore = "It stays under Deleted applications for 30 days, from where it can be restored.";
const stored =
  "Find out where the value is kept (deployments, pipelines, vaults) and take it out there too.";

const principal = (kind: string, ...more: string[]): ManualSteps =>
  steps(
    "identity",
    kind,
    ...more,
    switchOff,
    byCommand,
    `After 30 days in which nobody asked for it, delete it: {name}, Properties, Delete. ${restore}`,
  );

/** The portal shows the credentials of applications only; those of a service principal it does not. */
const ofPrincipal = (kind: "client_secret" | "certificate"): ManualSteps => ({
  ...steps(
    "credential",
    kind,
    "It is held by the service principal itself, which the admin center does not show: use the Azure CLI.",
    "List what {holder} holds, with its object id for OBJECT: `az ad sp credential list --id OBJECT`",
    stored,
    `Take it away, with the last part of {id} for KEY: \`az ad sp credential delete --id OBJECT --key-id KEY${kind === "certificate" ? " --cert" : ""}\`. It cannot be brought back.`,
  ),
  details: [
    "entra.service_principal",
    "entra.service_principal.legacy",
    "entra.service_principal.third_party",
  ],
});

/** Taking things of a tenant out of service without a write credential. */
export const byHand: readonly ManualSteps[] = [
  steps(
    "identity",
    "app_registration",
    `See who would notice: ${enterprise}, Sign-in logs, Service principal sign-ins.`,
    switchOff,
    `After 30 days in which nobody asked for it, delete it: ${app}{name}, Delete. ${restore} Its service principal must be restored apart.`,
  ),
  principal("service_account"),
  principal(
    "app_installation",
    "Ask the company behind it how its access ends, and whether anything of yours stays with it.",
  ),
  principal(
    "ai_agent",
    "See which blueprint made it, in its attributes: a blueprint can make the same agent again.",
  ),
  steps(
    "identity",
    "managed_identity",
    "Find the Azure resource that uses it, in its attributes: {name} is the resource's own name where the identity is system-assigned.",
    "Take its role assignments away first: the resource's Identity page, Azure role assignments. They can be given back.",
    "After 30 days in which nothing failed, switch a system-assigned identity off on the same page, or delete a user-assigned one under Managed Identities. Neither can be brought back.",
  ),
  ofPrincipal("client_secret"),
  ofPrincipal("certificate"),
  steps(
    "credential",
    "client_secret",
    `${app}{holder}, Certificates & secrets, Client secrets. Its id there is the last part of {id}.`,
    stored,
    "Choose Delete beside it. It cannot be brought back: a new one has to be made.",
  ),
  steps(
    "credential",
    "certificate",
    `${app}{holder}, Certificates & secrets, Certificates. Compare the thumbprint of {name}.`,
    "Keep a copy of the public certificate: with it the same can be uploaded again.",
    "Choose Delete beside it.",
  ),
  steps(
    "credential",
    "signing_key",
    "Open the Entra admin center, Enterprise applications, {holder}, Single sign-on, SAML certificates.",
    "Make another certificate active first, and give it to the application that trusts this one.",
    "Then delete the inactive one from its menu.",
  ),
  steps(
    "credential",
    "federated",
    `${app}{holder}, Certificates & secrets, Federated credentials, {name}.`,
    "Note issuer, subject and audience: with them it can be made again.",
    "Choose Delete. Or, with the application's client id for APPLICATION: `az ad app federated-credential delete --id APPLICATION --federated-credential-id {name:sh}`",
  ),
];
