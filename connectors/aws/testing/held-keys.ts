import { randomBytes } from "node:crypto";
import { Refusal, type Asked, type HeldKey, type HeldKeys } from "./asked";
import * as world from "./world";

const mostKeys = 2;

/** Keeps what the stand-in otherwise makes up, beginning with its users' keys. */
export function heldKeys(clock = (): Date => new Date()): HeldKeys {
  const keys = new Map<string, HeldKey>();
  const users = new Set<string>();
  const secrets: HeldKeys["secrets"] = new Map();
  const effective = new Map<string, number>();
  const count = (operation: string): void =>
    void effective.set(operation, (effective.get(operation) ?? 0) + 1);

  const load = (user: string, { account, options }: Asked): HeldKey[] => {
    const index = world.userIndex(user);
    if (index >= 0 && index < options.users && !users.has(user)) {
      users.add(user);
      for (const key of world.accessKeys(account, options, index))
        keys.set(key.AccessKeyId, { ...key, secret: "", usedAt: null });
    }
    return [...keys.values()].filter((key) => key.UserName === user);
  };

  const keyOf = (params: URLSearchParams, asked: Asked): HeldKey => {
    load(params.get("UserName") ?? "", asked);
    const found = keys.get(params.get("AccessKeyId") ?? "");
    if (!found) throw new Refusal(404, "NoSuchEntity", "No such key.");
    return found;
  };

  const shown = ({ UserName, AccessKeyId, Status, CreateDate }: HeldKey) => ({
    UserName,
    AccessKeyId,
    Status,
    CreateDate,
  });

  const query: Record<string, (params: URLSearchParams, asked: Asked) => unknown> = {
    ListAccessKeys: (params, asked) => ({
      AccessKeyMetadata: load(params.get("UserName") ?? "", asked).map(shown),
      IsTruncated: false,
    }),
    GetAccessKeyLastUsed: (params) => {
      const found = keys.get(params.get("AccessKeyId") ?? "");
      if (!found) return undefined;
      const LastUsedDate = found.usedAt ?? undefined;
      const rest = { ServiceName: LastUsedDate ? "s3" : "N/A", Region: "us-east-1" };
      return { UserName: found.UserName, AccessKeyLastUsed: { LastUsedDate, ...rest } };
    },
    CreateAccessKey: (params, asked) => {
      const UserName = params.get("UserName") ?? "";
      if (load(UserName, asked).length >= mostKeys)
        throw new Refusal(409, "LimitExceeded", "Cannot exceed quota for AccessKeysPerUser: 2");
      const made: HeldKey = {
        UserName,
        AccessKeyId: `AKIA${randomBytes(8).toString("hex").toUpperCase()}`,
        Status: "Active",
        CreateDate: clock(),
        secret: randomBytes(30).toString("base64"),
        usedAt: null,
      };
      keys.set(made.AccessKeyId, made);
      count("CreateAccessKey");
      return { AccessKey: { ...shown(made), SecretAccessKey: made.secret } };
    },
    UpdateAccessKey: (params, asked) => {
      const found = keyOf(params, asked);
      const Status = params.get("Status") ?? "";
      if (found.Status !== Status) count(`UpdateAccessKey ${Status}`);
      found.Status = Status;
      return {};
    },
    DeleteAccessKey: (params, asked) => {
      keys.delete(keyOf(params, asked).AccessKeyId);
      count("DeleteAccessKey");
      return {};
    },
  };

  const json: Record<string, (input: Record<string, string>) => unknown> = {
    DescribeSecret: ({ SecretId = "" }) => {
      if (secrets.has(SecretId)) return { ARN: SecretId, Name: SecretId.split(":").at(-1) };
      throw new Refusal(400, "ResourceNotFoundException", "There is no such secret.");
    },
    PutSecretValue: ({ SecretId = "", ClientRequestToken = "", SecretString = "" }) => {
      const versions = secrets.get(SecretId);
      if (!versions) throw new Refusal(400, "ResourceNotFoundException", "No such secret.");
      const before = versions.find((one) => one.token === ClientRequestToken);
      if (before && before.value !== SecretString)
        throw new Refusal(400, "ResourceExistsException", "Another value has this token.");
      if (!before) {
        versions.push({ token: ClientRequestToken, value: SecretString });
        count("PutSecretValue");
      }
      return { ARN: SecretId, VersionId: ClientRequestToken, VersionStages: ["AWSCURRENT"] };
    },
  };

  return {
    keys,
    secrets,
    effective,
    answer: (operation, params, body, asked) => {
      if (Object.hasOwn(query, operation)) return query[operation]?.(params, asked);
      if (!Object.hasOwn(json, operation)) return undefined;
      return json[operation]?.(JSON.parse(body) as Record<string, string>);
    },
  };
}
