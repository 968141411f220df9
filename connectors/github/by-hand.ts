import type { ManualSteps } from "@/lib/domain/lifecycle/by-hand";

const report = "Report it here with what you did. The next complete sync proves it.";
const identity = (kind: string, ...steps: string[]): ManualSteps => ({
  subject: "identity",
  kind,
  steps: [...steps, report],
});

/** Taking things of a GitHub organisation out of service: what only a person can do, and the rest without a write credential. */
export const byHand: readonly ManualSteps[] = [
  identity(
    "app_installation",
    "Open the organisation's settings, Third-party access, GitHub Apps, and choose Configure beside {name}.",
    "Choose Suspend: the App can no longer read or change anything, and can be let in again at once.",
    "After two weeks in which nobody asked for it, choose Uninstall on the same page.",
    "If the App belongs to the organisation, delete it and its private keys under Developer settings, GitHub Apps.",
  ),
  identity(
    "oauth_app",
    "Open the organisation's settings, Third-party access, OAuth app policy, and choose Deny beside {name}.",
    "Ask people who use it to revoke it under their own Settings, Applications, Authorized OAuth Apps: what they gave it works outside the organisation still.",
  ),
  identity(
    "bot_user",
    "Take {name} out of its teams first (People, {name}), and wait for what fails.",
    "Revoke its tokens and keys, signed in as it.",
    "Remove it from the organisation (People, beside {name}: Remove from organization) or from Outside collaborators.",
  ),
  identity(
    "ai_agent",
    "Open the organisation's settings, Copilot, Coding agent, and take the repositories away in which it may work.",
    "Delete its secrets: the repository's settings, Secrets and variables, Agents.",
  ),
  identity(
    "personal_access_token",
    "Open the organisation's settings, Personal access tokens, Active tokens, and choose {name}.",
    "Choose Revoke. Its owner has to ask for a new one; outside the organisation it works still.",
  ),
  identity(
    "deploy_key",
    "Open the repository's settings, Deploy keys, and copy the public key of {name}: with it the key can be added again.",
    "Choose Delete beside it.",
  ),
  identity(
    "webhook",
    "Open the settings, Webhooks, the address of {name}, and untick Active.",
    "After two weeks in which nobody missed it, choose Delete. Its secret cannot be read again.",
  ),
  identity(
    "runner",
    "Open the settings, Actions, Runners, {name}, and take its labels away: no new job goes there.",
    "When its last job has ended, choose Remove, and end the machine it ran on.",
  ),
  identity(
    "stored_secret",
    "Search the workflows for {name}: a job that names it fails without it.",
    "Open the settings, Secrets and variables, and delete {name}. Its value cannot be read again.",
    "Revoke the value where it was made too: deleting the secret does not end it.",
  ),
  identity(
    "federation_provider",
    "Change the roles in your clouds that trust these tokens: a search for GitHub's issuer in Muster lists them.",
    "Then reset the customisation under Actions, General, or by the API.",
  ),
];
