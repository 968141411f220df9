import type { Gap } from "../gap";
import { known, unknown, type Fact } from "@/lib/domain/evidence";
import type {
  IdentityRecord,
  JsonValue,
  SourceRecord,
  TrustRecord,
} from "@/lib/domain/inventory/source-record";
import { classifyRole, environmentOf } from "./classification";
import type { Reading, RoleDetail } from "./details";
import { parsePolicy } from "./documents";
import { grantRecords } from "./grants";
import { ownerHints } from "./owner-hints";
import type { Access, PolicyBook } from "./policy-book";
import { trustEdges, type TrustEdge } from "./trust-policy";
import { boundedId, clean, creatorUnknown, dateFact, isoDate, tagsOf } from "./text";
import { boundaryOf, privilegeFact } from "./user-records";

/** One role: itself, who may assume it, its grants and owner hints. */
export function roleRecords(
  role: RoleDetail & { RoleId: string },
  book: PolicyBook,
  reading: Reading,
): SourceRecord[] {
  const statements = parsePolicy(role.AssumeRolePolicyDocument);
  const edges = statements ? trustEdges(statements, reading) : null;
  const access = book.ofRole(role);
  const tags = tagsOf(role.Tags);
  return [
    roleIdentity(role, edges, access, tags, reading),
    ...trustRecords(role.RoleId, edges ?? []),
    ...grantRecords(role.RoleId, access.grants),
    ...ownerHints(role.RoleId, tags),
  ];
}

/** A gap for each role whose trust policy could not be read: what is known of who may assume it stays. */
export const unreadTrusts = (records: readonly SourceRecord[]): Gap[] =>
  records.flatMap((record) => {
    if (record.type !== "identity" || record.attributes["trustReadable"] !== false) return [];
    const { externalId, name, container } = record;
    const message = `The trust policy of the role ${name} could not be read: who may assume it is unknown.`;
    const within: Gap["within"] = {
      part: container ?? "",
      idPrefix: externalId,
      only: ["trust"],
    };
    return [{ reason: "not_found", scope: `role ${name}`, message, within }];
  });

/** Trust edges as records, the widest 200. */
export function trustRecords(
  identityExternalId: string,
  edges: readonly TrustEdge[],
): TrustRecord[] {
  return edges.slice(0, 200).map((edge) => ({
    type: "trust",
    externalId: boundedId(`${identityExternalId}/${edge.principalKind}/${edge.principal}`),
    identityExternalId,
    principalKind: edge.principalKind,
    principal: clean(edge.principal, 1000),
    verdict: edge.verdict,
    because: clean(edge.because, 1000),
    ...(edge.conditions.length > 0 ? { conditions: conditionsJson(edge) } : {}),
  }));
}

const conditionsJson = (edge: TrustEdge): JsonValue =>
  edge.conditions.slice(0, 20).map((one) => ({
    operator: clean(one.operator, 100),
    key: clean(one.key, 300),
    // An external id is a shared secret between two parties: that it is required is enough.
    values:
      one.key === "sts:externalid"
        ? ["required"]
        : one.values.slice(0, 20).map((value) => clean(value, 500)),
  }));

function roleIdentity(
  role: RoleDetail & { RoleId: string },
  edges: TrustEdge[] | null,
  access: Access,
  tags: Record<string, string>,
  reading: Reading,
): IdentityRecord {
  const { source, observedAt } = reading;
  const { detail, kind } = classifyRole(role.Path ?? "/", edges);
  const used = lastUse(role, reading);
  const environment = environmentOf(tags);
  return {
    type: "identity",
    externalId: role.RoleId,
    kind,
    detail,
    custody: kind,
    name: clean(role.RoleName ?? role.RoleId, 500),
    status: "active",
    ...(environment ? { environment } : {}),
    container: reading.accountId,
    tags,
    attributes: {
      arn: role.Arn ? clean(role.Arn, 1000) : null,
      path: clean(role.Path ?? "/", 600),
      boundary: boundaryOf(role),
      instanceProfiles: (role.InstanceProfileList ?? [])
        .slice(0, 20)
        .map((profile) => clean(profile.InstanceProfileName ?? "", 200)),
      trustReadable: edges !== null,
    },
    facts: {
      createdAt: dateFact(role.CreateDate, source, observedAt),
      createdBy: creatorUnknown,
      ...used,
      expiresAt: known(null, source, observedAt),
      lastRotatedAt: unknown("not_offered", "A role holds no long-lived secret"),
      privilege: privilegeFact(access.privilege, reading),
      interactive: known(
        detail === "aws.role.sso" || detail === "aws.role.saml",
        source,
        observedAt,
      ),
      exposure: exposureFact(edges, reading),
    },
  };
}

function lastUse(
  role: RoleDetail,
  { source, observedAt }: Reading,
): { lastUsedAt: Fact<string | null>; lastUsedDetail?: Fact<string> } {
  const at = isoDate(role.RoleLastUsed?.LastUsedDate);
  if (at === null) {
    const why = "AWS tracks 400 days and shows no use in them; it does not say never";
    return { lastUsedAt: unknown("not_tracked_yet", why) };
  }
  const region = role.RoleLastUsed?.Region;
  return {
    lastUsedAt: known(at, source, observedAt),
    ...(region ? { lastUsedDetail: known(clean(`in ${region}`, 500), source, observedAt) } : {}),
  };
}

function exposureFact(
  edges: TrustEdge[] | null,
  { source, observedAt }: Reading,
): NonNullable<IdentityRecord["facts"]["exposure"]> {
  if (edges === null) return unknown("unreadable", "The trust policy could not be read");
  const open = edges.find((edge) => edge.verdict === "open");
  const because = open ? clean(open.because, 500) : "No trust statement lets strangers in";
  return known({ public: open !== undefined, because }, source, observedAt);
}
