import type { Asked } from "./asked";
import * as world from "./world";

interface Made {
  event: string;
  made: Record<string, unknown>;
  at: Date;
  /** Which of the people did it. */
  by: number;
  failed?: boolean;
}

const people = [
  {
    type: "AssumedRole",
    arn: "arn:aws:sts::111122223333:assumed-role/AWSReservedSSO_Admin_0123/ada@example.com",
  },
  {
    type: "AssumedRole",
    arn: "arn:aws:sts::111122223333:assumed-role/terraform-runner/run-42",
  },
  { type: "IAMUser", arn: "arn:aws:iam::111122223333:user/grace", userName: "grace" },
];

function everything({ account, options }: Asked): Made[] {
  const recent = Date.now() - 3 * 86_400_000;
  const at = (index: number): Date => new Date(recent + index * 60_000);
  return [
    ...[0, 1].map((index) => ({
      event: "CreateUser",
      made: { user: { userId: world.user(account, index).UserId } },
      at: at(index),
      by: 1 - index,
    })),
    {
      event: "CreateRole",
      made: { role: { roleId: world.roles(account)[0]?.RoleId } },
      at: at(2),
      by: 1,
    },
    ...world.accessKeys(account, options, 0).map((key, index) => ({
      event: "CreateAccessKey",
      made: { accessKey: { accessKeyId: key.AccessKeyId } },
      at: at(3 + index),
      by: 2,
    })),
    {
      event: "CreateUser",
      made: { user: { userId: world.user(account, 2).UserId } },
      at: at(9),
      by: 0,
      failed: true,
    },
  ];
}

/** Events of one name between two times, newest first, in pages. */
export function lookupEvents(input: Record<string, unknown>, asked: Asked) {
  const [wanted] = (input["LookupAttributes"] ?? []) as { AttributeValue: string }[];
  const since = Number(input["StartTime"] ?? 0) * 1000;
  const all = everything(asked)
    .filter((one) => wanted === undefined || one.event === wanted.AttributeValue)
    .filter((one) => one.at.getTime() >= since)
    .toReversed();
  const from = Number(input["NextToken"] ?? 0);
  const until = from + Math.min(Number(input["MaxResults"] ?? 50), asked.options.pageSize);
  return {
    Events: all.slice(from, until).map((one, index) => ({
      EventId: `event-${from + index}`,
      EventName: one.event,
      EventTime: one.at.getTime() / 1000,
      CloudTrailEvent: JSON.stringify({
        eventName: one.event,
        userIdentity: people[one.by],
        responseElements: one.failed ? null : one.made,
        ...(one.failed ? { errorCode: "AccessDenied" } : {}),
      }),
    })),
    ...(until < all.length ? { NextToken: String(until) } : {}),
  };
}
