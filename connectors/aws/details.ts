import {
  GetAccountAuthorizationDetailsCommand,
  type EntityType,
  type IAMClient,
} from "@aws-sdk/client-iam";
import { call, present } from "./call";

/** Users are small; a thousand roles with their policies can pass the limit on an answer's size. */
export const mostDetails = { User: 1000, Role: 300 } as const;

export const detailsName = "iam:GetAccountAuthorizationDetails";

export type Details = Awaited<ReturnType<typeof askDetails>>;

/** One page of users, roles, groups or policies with everything attached to them. */
export async function askDetails(
  iam: IAMClient,
  Filter: EntityType[],
  Marker: string | undefined,
  MaxItems: number,
) {
  const command = new GetAccountAuthorizationDetailsCommand({ Filter, Marker, MaxItems });
  const answer = await call(detailsName, () => iam.send(command));
  const next = answer.IsTruncated ? present(answer.Marker, detailsName) : undefined;
  return { answer, next };
}
