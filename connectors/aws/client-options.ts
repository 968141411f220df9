import type { ConnectorIo } from "../contract";
import type { AwsConfig } from "./config";
import { IoHandler } from "./io-handler";

export interface Keys {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken?: string;
  expiration?: Date;
}
export type Credentials = Keys | (() => Promise<Keys>);

/** What every client of the SDK gets: our network, no retries of its own. */
export function clientOptions(
  config: AwsConfig,
  io: ConnectorIo,
  service: string,
  region: string,
  credentials: Credentials | undefined,
) {
  return {
    region,
    maxAttempts: 1,
    // A run makes 100,000 calls of one kind: the steps of each kind are put together once.
    cacheMiddleware: true,
    requestHandler: new IoHandler(io, service),
    ...(config.endpoint ? { endpoint: config.endpoint } : {}),
    ...(credentials ? { credentials } : {}),
  };
}

/** IAM, STS and Organizations live in one region of each partition. */
export function homeRegion(config: AwsConfig): string {
  const first = config.regions[0] ?? "us-east-1";
  const partition = /^arn:([^:]+):/.exec(config.roleArn ?? "")?.[1];
  if (partition === "aws-cn" || first.startsWith("cn-")) return "cn-north-1";
  return partition === "aws-us-gov" || first.startsWith("us-gov-") ? "us-gov-west-1" : "us-east-1";
}
