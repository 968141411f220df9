import { GetOutboundWebIdentityFederationInfoCommand } from "@aws-sdk/client-iam";
import { known, unknown } from "@/lib/domain/evidence";
import type { IdentityRecord } from "@/lib/domain/inventory/source-record";
import { clean, creatorUnknown } from "../../shared/aws-iam/text";
import { AwsError } from "../aws-error";
import { call } from "../call";
import type { AccountSession } from "../session";
import type { TakeStep } from "../step";

const name = "iam:GetOutboundWebIdentityFederationInfo";

/** Whether principals of this account can get tokens with which services outside AWS let them in. */
export const outboundFederationStep: TakeStep = async (session) => {
  const info = await readInfo(session);
  return { records: info === null ? [] : [issuerRecord(info, session)], next: null };
};

interface Info {
  issuer: string | null;
  isVending: boolean;
}

/** Null where it was never switched on, or where AWS does not offer it. */
async function readInfo(session: AccountSession): Promise<Info | null> {
  try {
    const answer = await call(name, () =>
      session.iam.send(new GetOutboundWebIdentityFederationInfoCommand({})),
    );
    const { IssuerIdentifier, JwtVendingEnabled } = answer;
    if (IssuerIdentifier === undefined && JwtVendingEnabled !== true) return null;
    return { issuer: IssuerIdentifier ?? null, isVending: JwtVendingEnabled === true };
  } catch (error) {
    if (error instanceof AwsError && /^(FeatureDisabled|InvalidAction)/.test(error.awsCode))
      return null;
    throw error;
  }
}

function issuerRecord({ issuer, isVending }: Info, session: AccountSession): IdentityRecord {
  const { observedAt } = session.reading(name);
  return {
    type: "identity",
    externalId: `${session.accountId}/outbound-web-identity-federation`,
    kind: "federation_provider",
    detail: "aws.outbound_federation",
    name: "Outbound web identity federation",
    description:
      "Users and roles of this account can get signed tokens from AWS and sign in with them elsewhere.",
    status: isVending ? "active" : "disabled",
    container: session.accountId,
    tags: {},
    attributes: { issuer: issuer === null ? null : clean(issuer, 500), issuesTokens: isVending },
    facts: {
      createdAt: unknown("not_offered", "AWS does not tell when it was switched on"),
      createdBy: creatorUnknown,
      lastUsedAt: unknown("not_offered", "AWS does not tell when a token was last issued"),
      expiresAt: known(null, name, observedAt),
      lastRotatedAt: unknown("not_offered", "AWS rotates the signing keys by itself"),
      privilege: unknown(
        "not_offered",
        "The services that believe its tokens decide what they open",
      ),
      interactive: known(false, name, observedAt),
    },
  };
}
