import { describe, expect, test } from "vitest";
import type { SourceRecord } from "@/lib/domain/inventory/source-record";
import { testConnectorIo } from "@/lib/testing/connector-io";
import { accountReader, identities, keyConfig } from "./testing/reading";

const { read } = accountReader(testConnectorIo);
const trusts = (records: SourceRecord[]) =>
  records.flatMap((one) => (one.type === "trust" ? [one] : []));

describe("outbound web identity federation", () => {
  const stream = ["outbound-federation"];
  const issuers = async (outbound: "on" | "off" | "never") => {
    const { records, gaps } = await read({ outbound }, keyConfig, stream);
    expect(gaps).toEqual([]);
    return identities(records, "aws.outbound_federation");
  };

  test("an account that issues tokens is listed with its issuer", async () => {
    expect(await issuers("on")).toMatchObject([
      {
        kind: "federation_provider",
        status: "active",
        attributes: { issuer: "https://stand-in-111122223333.tokens.sts.global.api.aws" },
      },
    ]);
  });

  test("one that stopped issuing them is disabled, and one that never began has nothing to list", async () => {
    expect(await issuers("off")).toMatchObject([{ status: "disabled" }]);
    expect(await issuers("never")).toEqual([]);
  });

  test("a partition that does not know the call has nothing to list", async () => {
    const body = "<ErrorResponse><Error><Code>InvalidAction</Code></Error></ErrorResponse>";
    const { records, gaps } = await read({ fault: faultOf(body) }, keyConfig, stream);
    expect([records, gaps]).toEqual([[], []]);
  });

  const faultOf = (body: string) => (operation: string) =>
    operation === "GetOutboundWebIdentityFederationInfo" ? { status: 400, body } : null;
});

describe("temporary access of partners", () => {
  test("each request is listed with its state, its end, what it allows and who let it in", async () => {
    const { records, gaps } = await read({ pageSize: 2 }, keyConfig, ["delegation-requests"]);
    expect(gaps).toEqual([]);
    const requests = identities(records, "aws.delegation_request");
    expect(requests.map((one) => one.status)).toEqual(["active", "pending", "expired"]);
    expect(requests[0]).toMatchObject({
      name: "Temporary access of Example Monitoring",
      vendor: "Example Monitoring",
      facts: {
        expiresAt: { state: "known", value: "2027-01-01T00:00:00.000Z" },
        privilege: { state: "known", value: { level: "high" } },
      },
    });
    expect(requests[1]?.facts.privilege).toMatchObject({ state: "unknown", reason: "not_offered" });
    expect(trusts(records)[0]).toMatchObject({
      principalKind: "external_account",
      principal: "555566667777",
    });
    const owners = records.flatMap((one) => (one.type === "owner_hint" ? [one.candidate] : []));
    expect(owners).toEqual(["ada", "grace", "grace"]);
    expect(JSON.stringify(records)).not.toContain("not-to-be-kept");
  });
});

describe("EKS Pod Identity", () => {
  const regions = ["eu-west-1", "us-east-1"];

  test("a role names the Kubernetes service accounts that get it, in every region", async () => {
    const { records, gaps } = await read({ regions }, keyConfig, ["roles", "pod-identities"]);
    expect(gaps).toEqual([]);
    const worker = records.find((one) => one.type === "identity" && one.name === "lambda-worker");
    const edges = trusts(records).filter((one) => one.externalId.includes("/eks/"));
    expect(edges.map((one) => one.principal)).toEqual(
      regions.map(
        (region) =>
          `arn:aws:eks:${region}:111122223333:cluster/platform system:serviceaccount:apps:billing`,
      ),
    );
    expect(edges[0]).toMatchObject({
      identityExternalId: worker?.type === "identity" ? worker.externalId : "",
      verdict: "narrow",
      because: expect.stringContaining("role/reports"),
    });
  });

  test.each([
    "eks:ListClusters",
    "eks:ListPodIdentityAssociations",
    "eks:DescribePodIdentityAssociation",
  ])("without %s each region is a gap that names it", async (permission) => {
    const { gaps } = await read({ regions, denied: [permission] }, keyConfig, ["pod-identities"]);
    expect(gaps.map((gap) => gap.permission)).toEqual([permission, permission]);
  });

  test("a cluster that goes while it is read leaves the others", async () => {
    const fault = (operation: string) =>
      operation === "ListPodIdentityAssociations"
        ? { status: 404, body: '{"__type":"ResourceNotFoundException"}' }
        : null;
    const { records, gaps } = await read({ regions, fault }, keyConfig, ["pod-identities"]);
    expect([records, gaps]).toEqual([[], []]);
  });
});
