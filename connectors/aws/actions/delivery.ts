import { DescribeSecretCommand, PutSecretValueCommand } from "@aws-sdk/client-secrets-manager";
import { z } from "zod";
import type { Delivery, DeliveryPlace } from "../../contract";
import type { AwsAccess } from "../access";
import { call } from "../call";
import { readOrNull } from "./acting";

const secretArn = /^arn:[^:]+:secretsmanager:([a-z0-9-]+):(\d{12}):secret:[\w/+=.@-]+$/;
const fields = z.object({ secretId: z.string().trim().regex(secretArn) });

/** Puts a new version into a secret of AWS Secrets Manager; AWS keeps the one before. */
export function awsDelivery(access: AwsAccess, place: DeliveryPlace): Delivery | null {
  const parsed = fields.safeParse(place.fields);
  if (place.kind !== "secrets_manager" || !parsed.success) return null;
  const SecretId = parsed.data.secretId;
  const [, region = "", account = ""] = secretArn.exec(SecretId) ?? [];
  const client = async () => (await access.session(account)).secrets(region);
  return {
    calls: (parts) => [
      {
        call: "secretsmanager:PutSecretValue",
        effect: `A new version of ${SecretId} with ${parts.join(" and ")}; programs read it from then on`,
      },
    ],
    refusal: async () => {
      const found = await readOrNull("secretsmanager:DescribeSecret", async () =>
        (await client()).send(new DescribeSecretCommand({ SecretId })),
      );
      if (!found) return `There is no secret ${SecretId}. Make it first, empty, and ask again.`;
      if (found.DeletedDate) return `The secret ${SecretId} is being deleted.`;
      if (!found.RotationEnabled) return null;
      return `AWS rotates the secret ${SecretId} by itself; two would overwrite each other.`;
    },
    deliver: async (secret, token) => {
      // The token makes it once: AWS ignores the same value under the same token.
      const { VersionId } = await call("secretsmanager:PutSecretValue", async () =>
        (await client()).send(
          new PutSecretValueCommand({
            SecretId,
            ClientRequestToken: token,
            SecretString: JSON.stringify(secret),
            VersionStages: ["AWSCURRENT"],
          }),
        ),
      );
      return `AWS Secrets Manager keeps it as the current version ${VersionId ?? token}.`;
    },
  };
}
