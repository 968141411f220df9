import { z } from "zod";
import type { TrustRecord } from "@/lib/domain/inventory/source-record";
import type { Gap } from "../../contract";
import { boundedId, clean } from "../../shared/aws-iam/text";
import { pathPart } from "../../shared/path-part";
import { isDenied, isGone } from "../aws-error";
import { everyPage } from "../call";
import type { AccountSession } from "../session";
import { signedJson } from "../signed-json";
import { gapOf, type TakeStep } from "../step";

const text = z.string().max(2_000);
const someClusters = z.looseObject({ clusters: z.array(text), nextToken: text.nullish() });
const someAssociations = z.looseObject({
  associations: z.array(z.looseObject({ clusterName: text, associationId: text })),
  nextToken: text.nullish(),
});
const association = z.looseObject({
  clusterName: text,
  namespace: text,
  serviceAccount: text,
  associationId: text,
  roleArn: text,
  targetRoleArn: text.nullish(),
});
const wholeAssociation = z.looseObject({ association });

type Association = z.infer<typeof association>;

/** A page of clusters: what is below them is read in one piece. */
const clustersAtOnce = 10;

interface Place {
  session: AccountSession;
  region: string;
}

function ask<T>(
  { session, region }: Place,
  of: { operation: string; path: string; query: Record<string, string>; schema: z.ZodType<T> },
): Promise<T> {
  return signedJson(session, { service: "eks", region, ...of });
}

/** Which service accounts of Kubernetes clusters get which role, by EKS Pod Identity. */
export const podIdentitiesStep: TakeStep = async (session, at, region) => {
  const place = { session, region };
  const { clusters, nextToken } = await ask(place, {
    operation: "ListClusters",
    path: "/clusters",
    query: { maxResults: String(clustersAtOnce), ...(at ? { nextToken: at } : {}) },
    schema: someClusters,
  });
  const gaps: Gap[] = [];
  const covered = async <T>(read: () => Promise<T[]>): Promise<T[]> => {
    try {
      return await read();
    } catch (error) {
      if (isGone(error)) return [];
      if (!isDenied(error)) throw error;
      if (gaps.length === 0)
        gaps.push(gapOf(error, `account ${session.accountId}, ${region}: EKS`));
      return [];
    }
  };
  const listed = await session.lanes.map(clusters, (cluster) =>
    covered(() => associationsOf(place, cluster)),
  );
  const found = await session.lanes.map(listed.flat(), (one) =>
    covered(async () => [await wholeOf(place, one.clusterName, one.associationId)]),
  );
  const bound = found.flat();
  const roles = bound.length > 0 ? (await session.index()).idByArn : new Map<string, string>();
  return {
    records: bound.flatMap((one) => edgeOf(one, roles, place)),
    next: nextToken || null,
    gaps,
  };
};

const associationsOf = (place: Place, cluster: string) =>
  everyPage("eks:ListPodIdentityAssociations", async (token) => {
    const { associations, nextToken } = await ask(place, {
      operation: "ListPodIdentityAssociations",
      path: `/clusters/${pathPart(cluster)}/pod-identity-associations`,
      query: { maxResults: "100", ...(token ? { nextToken: token } : {}) },
      schema: someAssociations,
    });
    return { items: associations, next: nextToken ?? undefined };
  });

/** The list leaves out the role, so each association is asked for. */
async function wholeOf(place: Place, cluster: string, id: string): Promise<Association> {
  const answer = await ask(place, {
    operation: "DescribePodIdentityAssociation",
    path: `/clusters/${pathPart(cluster)}/pod-identity-associations/${pathPart(id)}`,
    query: {},
    schema: wholeAssociation,
  });
  return answer.association;
}

function edgeOf(
  one: Association,
  roles: ReadonlyMap<string, string>,
  { session, region }: Place,
): TrustRecord[] {
  const identityExternalId = roles.get(one.roleArn);
  if (identityExternalId === undefined) return [];
  const cluster = `arn:${session.partition}:eks:${region}:${session.accountId}:cluster/${one.clusterName}`;
  const account = `system:serviceaccount:${one.namespace}:${one.serviceAccount}`;
  const onward = one.targetRoleArn
    ? ` They go on from it to ${clean(one.targetRoleArn, 300)}.`
    : "";
  return [
    {
      type: "trust",
      externalId: boundedId(`${identityExternalId}/eks/${cluster}/${account}`),
      identityExternalId,
      principalKind: "identity",
      principal: clean(`${cluster} ${account}`, 1000),
      verdict: "narrow",
      because: `EKS gives this role to pods of the service account ${clean(one.namespace, 100)}/${clean(one.serviceAccount, 200)} in the cluster ${clean(one.clusterName, 120)}.${onward}`,
    },
  ];
}
