import type { TrustVerdict } from "@/lib/domain/access/access";
import type { CredentialRecord, TrustRecord } from "@/lib/domain/inventory/source-record";
import { publicIssuerOf } from "../../shared/public-issuers";
import { fact, lifetime, nameOf, untold, type Reading } from "../records";
import type { FederatedCredential } from "../schemas";

/** The only demand of an expression that asks for nothing but a subject of some form. */
const onlySubject = /^\s*claims\['sub'\]\s+matches\s+'([^']*)'\s*$/i;

/** Whether strangers get such a token too: from an issuer that everybody shares, of any tenant. */
function isForStrangers(issuer: string, expression: string): boolean {
  const shared = publicIssuerOf(issuer.replace(/^https:\/\//i, "").replace(/\/$/, ""));
  const subject = onlySubject.exec(expression)?.[1];
  return shared !== undefined && subject !== undefined && !shared.tenant.test(subject);
}

/** How narrow a federated credential is: Entra compares issuer and subject letter by letter. */
export function verdictOf(one: FederatedCredential): { verdict: TrustVerdict; because: string } {
  const expression = one.claimsMatchingExpression?.value;
  if (expression) {
    if (isForStrangers(one.issuer, expression))
      return {
        verdict: "open",
        because: `Tokens of other organisations match as well: ${expression}`,
      };
    const isWide = /[*?]/.test(expression);
    return {
      verdict: isWide ? "weak" : "narrow",
      because: `${isWide ? "A pattern decides which tokens are accepted" : "Only tokens that match are accepted"}: ${expression}`,
    };
  }
  const subject = one.subject ?? "";
  if (subject.endsWith(":pull_request"))
    return {
      verdict: "weak",
      because: "Every pull request of the repository can sign in, before anybody has reviewed it.",
    };
  if (subject === "")
    return { verdict: "unknown", because: "Graph does not tell which subject is accepted." };
  return { verdict: "narrow", because: "Exactly one issuer and one subject are accepted." };
}

/** A trust that stands in for a secret: the edge, and the credential that can be taken away. */
export function federatedRecords(
  of: { holder: string; id: string; from: Reading },
  one: FederatedCredential,
): (TrustRecord | CredentialRecord)[] {
  const { verdict, because } = verdictOf(one);
  const subject = one.subject ?? one.claimsMatchingExpression?.value ?? "";
  const conditions = {
    issuer: one.issuer.slice(0, 600),
    subject: subject.slice(0, 600),
    audiences: one.audiences.slice(0, 10).map((each) => each.slice(0, 600)),
  };
  return [
    {
      type: "trust",
      externalId: of.id,
      identityExternalId: of.holder,
      principalKind: "oidc",
      principal: `${one.issuer} ${subject}`.slice(0, 1000),
      verdict,
      because: because.slice(0, 1000),
      conditions,
    },
    {
      type: "credential",
      externalId: of.id,
      identityExternalId: of.holder,
      kind: "federated",
      name: nameOf(one.name, `Federated credential ${one.id}`),
      status: "active",
      scopes: [],
      attributes: { ...conditions, description: one.description?.slice(0, 600) ?? null },
      facts: lifetime({
        expiresAt: fact(of.from, null),
        lastRotatedAt: untold("It holds no secret that could be rotated"),
      }),
    },
  ];
}
