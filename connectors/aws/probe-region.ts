import {
  GetFindingV2Command,
  ListAnalyzersCommand,
  ListFindingsV2Command,
} from "@aws-sdk/client-accessanalyzer";
import { GetResourcePolicyCommand, ListSecretsCommand } from "@aws-sdk/client-secrets-manager";
import { z } from "zod";
import type { AccountSession } from "./session";
import { signedJson } from "./signed-json";
import { pathPart } from "../shared/path-part";

/** Makes one call and notes the permission when it is refused. */
export type Probe = (permission: string, ask: () => Promise<unknown>) => Promise<void>;

/** One cheap call for each permission of the services that answer by region; the first stands for all. */
export async function probeRegion(
  session: AccountSession,
  region: string,
  probe: Probe,
): Promise<void> {
  await Promise.all([
    probeSecrets(session, region, probe),
    probeParameters(session, region, probe),
    probeAnalyzer(session, region, probe),
    probeRolesAnywhere(session, region, probe),
    probeClusters(session, region, probe),
  ]);
}

async function probeSecrets(session: AccountSession, region: string, probe: Probe): Promise<void> {
  const client = session.secrets(region);
  const found: (string | undefined)[] = [];
  await probe("secretsmanager:ListSecrets", async () => {
    const answer = await client.send(new ListSecretsCommand({ MaxResults: 1 }));
    found.push(answer.SecretList?.[0]?.ARN);
  });
  const [SecretId] = found;
  if (SecretId === undefined) return;
  const command = new GetResourcePolicyCommand({ SecretId });
  await probe("secretsmanager:GetResourcePolicy", () => client.send(command));
}

async function probeParameters(
  session: AccountSession,
  region: string,
  probe: Probe,
): Promise<void> {
  const { DescribeParametersCommand, SSMClient } = await import("@aws-sdk/client-ssm");
  const client = new SSMClient(session.options("ssm", region));
  await probe("ssm:DescribeParameters", () =>
    client.send(new DescribeParametersCommand({ MaxResults: 1 })),
  );
}

async function probeAnalyzer(session: AccountSession, region: string, probe: Probe): Promise<void> {
  const client = session.analyzer(region);
  const found: { analyzerArn?: string | undefined; id?: string | undefined } = {};
  await probe("access-analyzer:ListAnalyzers", async () => {
    found.analyzerArn = (await client.send(new ListAnalyzersCommand({}))).analyzers?.[0]?.arn;
  });
  const { analyzerArn } = found;
  if (analyzerArn === undefined) return;
  await probe("access-analyzer:ListFindings", async () => {
    const command = new ListFindingsV2Command({ analyzerArn, maxResults: 1 });
    found.id = (await client.send(command)).findings?.[0]?.id;
  });
  const { id } = found;
  if (id === undefined) return;
  const command = new GetFindingV2Command({ analyzerArn, id });
  await probe("access-analyzer:GetFinding", () => client.send(command));
}

const anything = z.looseObject({});
const someSubjects = z.looseObject({
  subjects: z.array(z.looseObject({ subjectId: z.string().optional() })).optional(),
});

async function probeRolesAnywhere(
  session: AccountSession,
  region: string,
  probe: Probe,
): Promise<void> {
  const get = <T>(operation: string, path: string, schema: z.ZodType<T>) => {
    const query: Record<string, string> = path.startsWith("/subject/") ? {} : { pageSize: "1" };
    return signedJson(session, {
      service: "rolesanywhere",
      region,
      operation,
      path,
      query,
      schema,
    });
  };
  const found: (string | undefined)[] = [];
  await Promise.all([
    ...(
      [
        ["ListTrustAnchors", "/trustanchors"],
        ["ListProfiles", "/profiles"],
        ["ListCrls", "/crls"],
      ] as const
    ).map(([operation, path]) =>
      probe(`rolesanywhere:${operation}`, () => get(operation, path, anything)),
    ),
    probe("rolesanywhere:ListSubjects", async () => {
      const { subjects } = await get("ListSubjects", "/subjects", someSubjects);
      found.push(subjects?.[0]?.subjectId);
    }),
  ]);
  const [id] = found;
  if (id === undefined) return;
  const path = `/subject/${pathPart(id)}`;
  await probe("rolesanywhere:GetSubject", () => get("GetSubject", path, anything));
}

const someClusters = z.looseObject({ clusters: z.array(z.string()).optional() });
const someAssociations = z.looseObject({
  associations: z.array(z.looseObject({ associationId: z.string() })).optional(),
});

async function probeClusters(session: AccountSession, region: string, probe: Probe): Promise<void> {
  const get = <T>(operation: string, path: string, schema: z.ZodType<T>, one = true) =>
    signedJson(session, {
      service: "eks",
      region,
      operation,
      path,
      query: one ? { maxResults: "1" } : {},
      schema,
    });
  const found: { cluster?: string | undefined; id?: string | undefined } = {};
  await probe("eks:ListClusters", async () => {
    found.cluster = (await get("ListClusters", "/clusters", someClusters)).clusters?.[0];
  });
  if (found.cluster === undefined) return;
  const path = `/clusters/${pathPart(found.cluster)}/pod-identity-associations`;
  await probe("eks:ListPodIdentityAssociations", async () => {
    const { associations } = await get("ListPodIdentityAssociations", path, someAssociations);
    found.id = associations?.[0]?.associationId;
  });
  const { id } = found;
  if (id === undefined) return;
  await probe("eks:DescribePodIdentityAssociation", () =>
    get("DescribePodIdentityAssociation", `${path}/${pathPart(id)}`, anything, false),
  );
}
