import {
  DeleteSecretCommand,
  DescribeSecretCommand,
  RestoreSecretCommand,
} from "@aws-sdk/client-secrets-manager";
import { known, unknown } from "@/lib/domain/evidence";
import { ConnectorError, type Inspection, type TargetActions } from "../../contract";
import { isoDate } from "../../shared/aws-iam/text";
import { gone, step } from "../../shared/target-steps";
import { change, readOrNull, unlessRefused, type Acting } from "./acting";

const readName = "secretsmanager:DescribeSecret";
const windowDays = 30;

/** Plans the deletion of a secret, which AWS carries out after 30 days and can take back until then. */
export function secretActions(of: Acting): TargetActions {
  const SecretId = of.target.externalId;
  const region = SecretId.split(":")[3] ?? "us-east-1";
  const client = async () => (await of.session()).secrets(region);

  const inspect = async (): Promise<Inspection> => {
    const session = await of.session();
    const found = await readOrNull(readName, async () =>
      (await client()).send(new DescribeSecretCommand({ SecretId })),
    );
    if (found === null) return gone(unknown("not_offered", "It does not exist any more"));
    const { observedAt } = session.reading(readName);
    const replicas = (found.ReplicationStatus ?? []).map((one) => one.Region ?? "another region");
    const deletedAt = isoDate(found.DeletedDate);
    return {
      state: deletedAt === null ? "active" : "disabled",
      snapshot: { deletionAsked: deletedAt, rotation: found.RotationEnabled ?? false, replicas },
      consumers: found.LastAccessedDate
        ? [`Somebody read it on ${isoDate(found.LastAccessedDate)?.slice(0, 10)}`]
        : [],
      leftovers: ["What the secret opens stays open: change that credential at its own system"],
      lastUsedAt: known(isoDate(found.LastAccessedDate), readName, observedAt),
      refusal: refusalOf(found.OwningService, replicas),
    };
  };

  return {
    inspect,
    disable: step(
      "yes",
      [
        {
          call: `secretsmanager:DeleteSecret RecoveryWindowInDays=${windowDays}`,
          effect: "Nobody can read it; AWS deletes it after 30 days",
        },
      ],
      async () => {
        const seen = await unlessRefused(inspect);
        if (seen.state === "gone") return "The secret does not exist any more.";
        if (seen.state === "active") {
          await change("secretsmanager:DeleteSecret", async () =>
            (await client()).send(
              new DeleteSecretCommand({ SecretId, RecoveryWindowInDays: windowDays }),
            ),
          );
        }
        return `Nobody can read the secret; AWS deletes it ${windowDays} days after it was asked to.`;
      },
    ),
    enable: step(
      "yes",
      [{ call: "secretsmanager:RestoreSecret", effect: "It can be read again" }],
      async () => {
        const restored = await change("secretsmanager:RestoreSecret", async () =>
          (await client()).send(new RestoreSecretCommand({ SecretId })),
        );
        if (restored) return "The secret can be read again.";
        throw new ConnectorError("unexpected_response", "The secret is gone: nothing to restore.");
      },
    ),
    delete: step(
      "no",
      [{ call: "none", effect: "AWS deletes it by itself at the end of the 30 days" }],
      async () => {
        if ((await inspect()).state === "gone") return "AWS has deleted the secret.";
        throw new ConnectorError("unavailable", "AWS has not deleted the secret yet.");
      },
    ),
  };
}

function refusalOf(owner: string | undefined, replicas: readonly string[]): string | null {
  if (owner) return `The service ${owner} manages this secret: it goes with what it belongs to.`;
  if (replicas.length === 0) return null;
  return `It has replicas in ${replicas.join(", ")}: remove them first, since that cannot be undone.`;
}
