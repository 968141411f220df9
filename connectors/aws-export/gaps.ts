import type { Gap } from "../contract";
import type { AccountExport, Exports } from "./index-files";

type StreamName = "account" | "users" | "roles";

/** What the files leave out, so that nothing goes missing for it. */
export const gapsOf = ({ accounts }: Exports, stream: StreamName): Gap[] =>
  accounts.flatMap((account) => [
    ...(stream === "account" ? [] : cutGaps(account)),
    ...lackingIn(account, stream).map((message): Gap => ({
      reason: "not_found",
      scope: `account ${account.accountId}`,
      message,
      within: { part: account.accountId },
    })),
  ]);

const cutGaps = ({ accountId, cutPages }: AccountExport): Gap[] =>
  cutPages.map((name) => ({
    reason: "not_found",
    scope: name,
    message: `The file ${name} is one page of several: export without --no-paginate and --max-items, and remove the pages.`,
    within: { part: accountId },
  }));

function lackingIn(
  { accountId, users, roles, report }: AccountExport,
  stream: StreamName,
): string[] {
  if (stream === "account" && report === null) {
    return [
      `No credential report of account ${accountId} was uploaded: keys and the root user are unknown.`,
    ];
  }
  if (stream === "users" && users.length === 0 && report !== null && roles.length === 0) {
    return [
      `No authorization details of account ${accountId} were uploaded: privileges are unknown.`,
    ];
  }
  if (stream === "roles" && roles.length === 0) {
    return [`No roles of account ${accountId} are in the uploaded files.`];
  }
  return [];
}

/** What is lacking, and which files no longer count. */
export const warningsOf = (exports: Exports): string[] => [
  ...new Set(
    (["account", "users", "roles"] as const)
      .flatMap((name) => gapsOf(exports, name))
      .map((gap) => gap.message),
  ),
  ...exports.accounts.flatMap(({ accountId, report }) =>
    report && report.withMore > 0
      ? [
          `The credential report of account ${accountId} leaves out credentials of ${report.withMore} users who have more than it can list: connect the account to see them.`,
        ]
      : [],
  ),
  ...exports.replaced.map(
    (name) => `The file ${name} is not read any more: newer files replace it.`,
  ),
];
