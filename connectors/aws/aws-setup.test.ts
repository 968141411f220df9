import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { manifest } from "./manifest";
import { isMotoInstalled, startMoto, type Moto } from "./testing/moto";

const externalId = "0123456789abcdef".repeat(2);
const principal = "arn:aws:iam::444455556666:role/muster";
const template = (title: string): string =>
  manifest.setup
    ?.find((one) => one.title === title)
    ?.text.replaceAll("{{externalId}}", externalId) ?? "";
const policy = JSON.parse(manifest.leastPrivilege.text) as unknown;
const trust = (who: unknown) => ({
  Version: "2012-10-17",
  Statement: [
    {
      Effect: "Allow",
      Principal: { AWS: who },
      Action: "sts:AssumeRole",
      Condition: { StringEquals: { "sts:ExternalId": externalId } },
    },
  ],
});

describe("the templates that make the role", () => {
  test("the external id is made up by the server, and both templates require it", () => {
    const field = manifest.fields.find((one) => one.name === "externalId");
    expect(field).toMatchObject({ input: "generated" });
    for (const { text, when } of manifest.setup ?? []) {
      expect(text).toContain("{{externalId}}");
      expect(when).toEqual(field?.when);
    }
    expect(manifest.setup?.map((one) => one.title)).toEqual(["CloudFormation", "Terraform"]);
  });

  test("Terraform's documents are the trust policy and the least privilege, and nothing else", () => {
    const documents = [...template("Terraform").matchAll(/<<-JSON\n([\s\S]*?)\n {2}JSON/g)].map(
      ([, text = ""]) => JSON.parse(text) as unknown,
    );
    expect(documents).toEqual([trust("${var.muster_principal}"), policy]);
  });

  test.each(["a b", 'x"y', "a", "${x}"])("%j is no external id", (value) => {
    const config = {
      authMode: "assume_role",
      roleArn: "arn:aws:iam::111122223333:role/M",
      externalId: value,
    };
    expect(manifest.config.safeParse(config).success).toBe(false);
  });
});

describe.skipIf(!isMotoInstalled)(
  "the CloudFormation template, run by moto_server (skipped where it is not installed)",
  () => {
    let moto: Moto;
    beforeAll(async () => {
      moto = await startMoto();
    });
    afterAll(() => moto?.close());

    const ask = async (service: string, query: Record<string, string>): Promise<string> => {
      const answer = await fetch(moto.url, {
        method: "POST",
        headers: {
          "content-type": "application/x-www-form-urlencoded",
          authorization: `AWS4-HMAC-SHA256 Credential=seeder/20260101/us-east-1/${service}/aws4_request, SignedHeaders=host, Signature=0`,
        },
        body: new URLSearchParams(query),
      });
      const text = await answer.text();
      expect([answer.status, text]).toEqual([200, text]);
      return text;
    };
    // Moto keeps the documents of a stack as Python writes them, in single quotes.
    const documentIn = (xml: string, element: string): unknown => {
      const text = new RegExp(`<${element}>([\\s\\S]*?)</${element}>`).exec(xml)?.[1] ?? "";
      return JSON.parse(
        decodeURIComponent(text).replaceAll(/&quot;|&#39;|&#x27;|'/g, '"'),
      ) as unknown;
    };

    test("it makes a role that only Muster may assume, with the least privilege", async () => {
      await ask("cloudformation", {
        Action: "CreateStack",
        Version: "2010-05-15",
        StackName: "muster",
        TemplateBody: template("CloudFormation"),
        "Capabilities.member.1": "CAPABILITY_NAMED_IAM",
        "Parameters.member.1.ParameterKey": "MusterPrincipal",
        "Parameters.member.1.ParameterValue": principal,
      });
      const name = { Version: "2010-05-08", RoleName: "MusterInventory" };
      const role = await ask("iam", { Action: "GetRole", ...name });
      expect(documentIn(role, "AssumeRolePolicyDocument")).toEqual(trust(principal));
      const inline = { Action: "GetRolePolicy", PolicyName: "MusterInventory", ...name };
      expect(documentIn(await ask("iam", inline), "PolicyDocument")).toEqual(policy);
    });
  },
);
