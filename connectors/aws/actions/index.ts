import type { ActionTarget, TargetActions } from "../../contract";
import type { AwsAccess } from "../access";
import { acting, text } from "./acting";
import { credentialActions } from "./credential";
import {
  accessKey,
  serviceCredential,
  signingCertificate,
  sshKey,
  type CredentialKind,
} from "./credential-kinds";
import { actionManifest } from "./manifest";
import { roleActions } from "./role";
import { secretActions } from "./secret";
import { userActions } from "./user";

const kinds: Readonly<Record<string, CredentialKind>> = {
  access_key: accessKey,
  service_specific_credential: serviceCredential,
  ssh_key: sshKey,
  certificate: signingCertificate,
  api_key: serviceCredential,
};

const isOffered = ({ subject, kind, detail }: ActionTarget): boolean =>
  actionManifest.targets.some(
    (line) =>
      line.subject === subject &&
      line.kind === kind &&
      (line.details === undefined || line.details.includes(detail)),
  );

/** What can be done with one target, or null where AWS offers nothing. */
export function awsActions(access: AwsAccess, target: ActionTarget): TargetActions | null {
  if (!isOffered(target)) return null;
  const of = acting(access, target);
  if (target.kind === "iam_user") return userActions(of);
  if (target.kind === "assumable_role") return roleActions(of);
  if (target.kind === "stored_secret") return secretActions(of);
  const kind = kinds[target.kind];
  // A Bedrock key is an identity of its own; its user stands in its attributes.
  const userName =
    target.kind === "api_key" ? text(target.attributes["user"]) : target.holder?.name;
  if (!kind || userName === undefined) return null;
  return credentialActions(of, kind, userName, target.externalId);
}
