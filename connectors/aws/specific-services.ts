import { ConnectorError } from "../contract";

export const bedrock = "bedrock.amazonaws.com";

/** The services for which IAM keeps credentials that only they accept. */
export const specificServices = [
  bedrock,
  "codecommit.amazonaws.com",
  "cassandra.amazonaws.com",
  "logs.amazonaws.com",
] as const;

/** AWS's answer where a partition does not offer credentials for the service. */
export const isUnknownService = (error: unknown): boolean =>
  error instanceof ConnectorError &&
  "awsCode" in error &&
  /^(NotSupportedService|ServiceNotSupported|ValidationError|InvalidInput)/.test(
    String(error.awsCode),
  );
