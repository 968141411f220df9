import {
  GenerateCredentialReportCommand,
  GetCredentialReportCommand,
  type IAMClient,
} from "@aws-sdk/client-iam";
import { unknown } from "@/lib/domain/evidence";
import { ConnectorError, type ConnectorIo } from "../contract";
import { indexCredentialReport } from "../shared/aws-iam/credential-report";
import type { ReportReading } from "../shared/aws-iam/user-records";
import { AwsError, isDenied, reportTooLarge } from "./aws-error";
import { call } from "./call";

const generate = "iam:GenerateCredentialReport";
const get = "iam:GetCredentialReport";
const mostTries = 20;
const tooLarge =
  "The credential report is larger than 128 MB, the most that Muster reads of a document that AWS cannot page: each key is asked for instead. Delete users that are gone, or split the account; the report covers them again once it is smaller";

/** The account's credential report, made by AWS at most every four hours, or why there is none. */
export async function readReport(iam: IAMClient, io: ConnectorIo): Promise<ReportReading> {
  try {
    await call(generate, () => iam.send(new GenerateCredentialReportCommand({})));
  } catch (error) {
    if (!isDenied(error)) throw error;
  }
  for (let tries = 0; tries < mostTries; tries += 1) {
    try {
      return await fetchReport(iam, io);
    } catch (error) {
      if (isBeingMade(error)) {
        await new Promise((done) => setTimeout(done, 1_000));
        io.signal.throwIfAborted();
        continue;
      }
      if (isDenied(error)) {
        return {
          state: "absent",
          why: unknown("permission_missing", `Needs ${generate} and ${get}`),
        };
      }
      if (error instanceof AwsError && error.awsCode === reportTooLarge) {
        return { state: "absent", why: unknown("not_collected", tooLarge) };
      }
      throw error;
    }
  }
  return {
    state: "absent",
    why: unknown("not_collected", "AWS was still making the credential report"),
  };
}

const isBeingMade = (error: unknown): boolean =>
  error instanceof AwsError && /^(ReportInProgress|CredentialReportNotReady)/.test(error.awsCode);

async function fetchReport(iam: IAMClient, io: ConnectorIo): Promise<ReportReading> {
  const answer = await call(get, () => iam.send(new GetCredentialReportCommand({})));
  const rows = indexCredentialReport(new TextDecoder().decode(answer.Content ?? new Uint8Array()));
  if (rows === null) {
    throw new ConnectorError(
      "unexpected_response",
      `The answer to ${get} is not a credential report.`,
    );
  }
  return {
    state: "read",
    rows,
    generatedAt: answer.GeneratedTime ?? io.now(),
  };
}
