import { ListDelegationRequestsCommand, type DelegationRequest } from "@aws-sdk/client-iam";
import { known, unknown, type Fact } from "@/lib/domain/evidence";
import type { IdentityStatus } from "@/lib/domain/identity/identity";
import type {
  IdentityRecord,
  OwnerHintRecord,
  SourceRecord,
} from "@/lib/domain/inventory/source-record";
import type { Reading } from "../../shared/aws-iam/details";
import { parsePolicy } from "../../shared/aws-iam/documents";
import { effectiveAccess, type EffectiveAccess } from "../../shared/aws-iam/effective-access";
import { foldGrants, grantRecords } from "../../shared/aws-iam/grants";
import { judgePrivilege } from "../../shared/aws-iam/privilege";
import { boundedId, clean, dateFact, isoDate } from "../../shared/aws-iam/text";
import { privilegeFact } from "../../shared/aws-iam/user-records";
import { call, listed, present } from "../call";
import type { AccountSession } from "../session";
import type { TakeStep } from "../step";

const name = "iam:ListDelegationRequests";

/** Temporary access that partners of AWS asked for, with what it allows and who let them in. */
export const delegationRequestsStep: TakeStep = async (session, at) => {
  const answer = await call(name, () =>
    session.iam.send(new ListDelegationRequestsCommand({ Marker: at ?? undefined, MaxItems: 100 })),
  );
  const entries = listed(answer.DelegationRequests, name);
  return {
    records: entries.flatMap((entry) => recordsOf(entry, session)),
    next: answer.isTruncated ? present(answer.Marker, name) : null,
  };
};

const statusOf: Readonly<Record<string, IdentityStatus>> = {
  UNASSIGNED: "pending",
  ASSIGNED: "pending",
  PENDING_APPROVAL: "pending",
  ACCEPTED: "active",
  FINALIZED: "active",
  REJECTED: "disabled",
  EXPIRED: "expired",
};

function recordsOf(entry: DelegationRequest, session: AccountSession): SourceRecord[] {
  const reading = session.reading(name);
  const id = clean(present(entry.DelegationRequestId, name), 500);
  const template = entry.Permissions?.PolicyTemplateArn;
  const access =
    entry.PermissionPolicy === undefined
      ? null
      : effectiveAccess(
          [
            {
              via: clean(template ?? "Requested policy", 480),
              statements: parsePolicy(entry.PermissionPolicy),
            },
          ],
          null,
        );
  return [
    identityOf(entry, id, access, reading),
    ...partnerTrust(entry, id),
    ...grantRecords(id, foldGrants(access?.allowances ?? [])),
    ...owners(entry, id),
  ];
}

function identityOf(
  entry: DelegationRequest,
  externalId: string,
  access: EffectiveAccess | null,
  reading: Reading,
): IdentityRecord {
  const { observedAt } = reading;
  const partner = entry.RequestorName ?? entry.RequestorId;
  const expiresAt = isoDate(entry.ExpirationTime);
  const status = Object.hasOwn(statusOf, entry.State ?? "")
    ? statusOf[entry.State ?? ""]
    : undefined;
  const description = entry.Description ? clean(entry.Description, 2000) : undefined;
  return {
    type: "identity",
    externalId,
    kind: "assumable_role",
    detail: "aws.delegation_request",
    custody: "assumable_role",
    name: clean(partner === undefined ? externalId : `Temporary access of ${partner}`, 500),
    ...(description ? { description } : {}),
    status: status ?? "unknown",
    ...(partner === undefined ? {} : { vendor: clean(partner, 200) }),
    container: reading.accountId,
    tags: {},
    attributes: attributesOf(entry),
    facts: {
      createdAt: dateFact(entry.CreateDate, name, observedAt),
      createdBy:
        partner === undefined
          ? unknown("unreadable", `${name} gave no requestor`)
          : known(clean(partner, 500), name, observedAt),
      lastUsedAt: unknown("not_offered", "AWS does not tell when a partner used its access"),
      expiresAt: expiryOf(entry, expiresAt, observedAt),
      lastRotatedAt: unknown("not_offered", "Delegated access holds no long-lived secret"),
      privilege:
        access === null
          ? unknown("not_offered", "AWS gave no policy with the request")
          : privilegeFact(judgePrivilege(access), reading),
      interactive: known(false, name, observedAt),
    },
  };
}

const expiryOf = (
  entry: DelegationRequest,
  expiresAt: string | null,
  observedAt: Date,
): Fact<string | null> =>
  expiresAt === null && entry.ExpirationTime !== undefined
    ? unknown("unreadable", `${name} gave no date`)
    : known(expiresAt, name, observedAt);

/** Messages, notes and addresses of the partner are free text that may hold anything: left out. */
const attributesOf = (entry: DelegationRequest): IdentityRecord["attributes"] => ({
  state: entry.State ? clean(entry.State, 60) : null,
  requestorAccount: entry.RequestorId ? clean(entry.RequestorId, 200) : null,
  owner: entry.OwnerId ? clean(entry.OwnerId, 1000) : null,
  approver: entry.ApproverId ? clean(entry.ApproverId, 1000) : null,
  policyTemplate: entry.Permissions?.PolicyTemplateArn
    ? clean(entry.Permissions.PolicyTemplateArn, 1000)
    : null,
  sessionSeconds: entry.SessionDuration ?? null,
  roleBoundaries: (entry.RolePermissionRestrictionArns ?? [])
    .slice(0, 20)
    .map((arn) => clean(arn, 1000)),
});

function partnerTrust(entry: DelegationRequest, identityExternalId: string): SourceRecord[] {
  const partner = entry.RequestorId;
  if (!partner) return [];
  return [
    {
      type: "trust",
      externalId: boundedId(`${identityExternalId}/external_account/${partner}`),
      identityExternalId,
      principalKind: "external_account",
      principal: clean(partner, 1000),
      verdict: "narrow",
      because: `Only ${clean(entry.RequestorName ?? partner, 200)} may use it, once it is approved and until it ends.`,
    },
  ];
}

/** Who approved the access answers for it; before that, who was asked to. */
function owners(entry: DelegationRequest, identityExternalId: string): OwnerHintRecord[] {
  const [arn, evidence] = entry.ApproverId
    ? [entry.ApproverId, "Approved the delegation request"]
    : [entry.OwnerId, "Owner of the delegation request"];
  const candidate = clean(arn?.split("/").at(-1) ?? "", 320);
  if (candidate === "") return [];
  return [{ type: "owner_hint", identityExternalId, method: "creator", candidate, evidence }];
}
