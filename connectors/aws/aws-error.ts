import { OutboundError } from "@/lib/domain/outbound-error";
import { ConnectorError, type ConnectorErrorCode } from "../contract";
import { errorFromStatus } from "../shared/provider-errors";

/** A refusal of AWS with the code it gave, so that streams can tell "gone" from "denied". */
export class AwsError extends ConnectorError {
  constructor(
    readonly awsCode: string,
    code: ConnectorErrorCode,
    message: string,
    extra: ConnectorError["extra"],
  ) {
    super(code, message, extra);
  }
}

const deadCredential =
  /^(InvalidClientTokenId|InvalidAccessKeyId|SignatureDoesNotMatch|ExpiredToken|ExpiredTokenException|UnrecognizedClientException|InvalidSignatureException|IncompleteSignature|MissingAuthenticationToken|MissingAuthenticationTokenException|AuthFailure|TokenRefreshRequired)$/;
const throttled =
  /^(Throttling|ThrottlingException|ThrottledException|RequestLimitExceeded|TooManyRequestsException|RequestThrottled|RequestThrottledException|SlowDown|PriorRequestNotComplete|LimitExceeded\w*)$/;
const denied =
  /^(AccessDenied|AccessDeniedException|AuthorizationError|UnauthorizedOperation|AccountAccessDenied|OptInRequired|AWSOrganizationsNotInUseException)$/;
const broken =
  /^(ServiceFailure|InternalFailure|InternalError|InternalServerException|InternalServiceError|ServiceUnavailable|ServiceUnavailableException|ServiceException)$/;

function classOf(awsCode: string): ConnectorErrorCode | null {
  if (deadCredential.test(awsCode)) return "unauthorized";
  if (throttled.test(awsCode)) return "rate_limited";
  if (denied.test(awsCode)) return "forbidden";
  return broken.test(awsCode) ? "unavailable" : null;
}

const said: Record<ConnectorErrorCode, string> = {
  unauthorized: "AWS does not accept the credential",
  forbidden: "AWS refuses",
  rate_limited: "AWS asks to wait",
  unavailable: "AWS could not answer",
  unexpected_response: "AWS answered in a way that it does not document",
};

/** The error that an answer outside 2xx stands for, by AWS's own code before the status. */
export function awsRefusal(answer: {
  status: number;
  headers: Headers;
  text: string;
  call: string;
  now: Date;
}): ConnectorError {
  const { status, headers, call, now } = answer;
  const awsCode = codeOf(headers, answer.text);
  const byStatus = errorFromStatus({ status, headers, call, permission: call, now });
  if (awsCode === "") return byStatus;
  const code = classOf(awsCode) ?? byStatus.code;
  const extra = {
    httpStatus: status,
    ...(byStatus.extra.retryAfterMs === undefined
      ? {}
      : { retryAfterMs: byStatus.extra.retryAfterMs }),
    ...(code === "forbidden" ? { permission: call } : {}),
  };
  return new AwsError(awsCode, code, `${said[code]} (${call}, ${awsCode}).`, extra);
}

function codeOf(headers: Headers, text: string): string {
  const raw =
    headers.get("x-amzn-errortype") ??
    /<Code>\s*([^<]{1,100}?)\s*<\/Code>/.exec(text)?.[1] ??
    /"(?:__type|code|Code)"\s*:\s*"([^"]{1,200})"/.exec(text)?.[1] ??
    "";
  return /^[A-Za-z.]{1,80}$/.exec(raw.split(":", 1)[0]?.split("#").at(-1) ?? "")?.[0] ?? "";
}

/** Whether AWS says that the thing itself does not exist (any more). */
export function isGone(error: unknown): boolean {
  return (
    error instanceof ConnectorError && error.code === "forbidden" && error.extra.httpStatus === 404
  );
}

export const isDenied = (error: unknown): error is ConnectorError =>
  error instanceof ConnectorError && error.code === "forbidden";

/** Our own code for a credential report beyond what is read in one piece. */
export const reportTooLarge = "ReportTooLarge";

const noAddress = "NoAddress";

/** Whether the name of the service's host does not exist: AWS does not offer it in that region. */
export const hasNoAddress = (error: unknown): boolean =>
  error instanceof AwsError && error.awsCode === noAddress;

/** Whether only this region refuses the credential, as one does that is still being enabled. */
export const isUnknownThere = (error: unknown): error is AwsError =>
  error instanceof AwsError &&
  /^(InvalidClientTokenId|UnrecognizedClientException|AuthFailure)$/.test(error.awsCode);

/** Tells a host that does not exist from one that cannot be reached. */
export async function orNoAddress<T>(asked: Promise<T>, host: string, call: string): Promise<T> {
  try {
    return await asked;
  } catch (error) {
    const cause = error instanceof OutboundError ? error.cause : undefined;
    if (!(cause instanceof Error) || !("code" in cause) || cause.code !== "ENOTFOUND") throw error;
    throw new AwsError(noAddress, "unavailable", `${host} has no address (${call}).`, {});
  }
}
