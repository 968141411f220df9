import { ConnectorError, defineConnector, type Page, type SourceRecord } from "../contract";
import { aiAndAppRecords } from "./ai-world";
import { awsRecords } from "./aws-world";
import { databaseRecords } from "./database-world";
import { githubRecords } from "./github-world";
import { agreeOnCreators } from "./creators";
import { manifest } from "./manifest";

const pageSize = 500;

const generators: Readonly<Record<string, (now: Date) => SourceRecord[]>> = {
  aws: awsRecords,
  github: githubRecords,
  postgresql: databaseRecords,
  "ai-and-apps": aiAndAppRecords,
};

/** The sample organisation: the same records on the same day, made up without any contact. */
export const connector = defineConnector(manifest, {
  connect: async (_config, io) => {
    const now = io.now();
    return {
      verify: async () => ({
        principal: "Muster",
        scope: "Acme Robotics (made up)",
        missing: [],
        warnings: ["These identities do not exist. Remove the source when you have seen enough."],
      }),
      streams: manifest.streams.map((stream) => {
        let records: SourceRecord[] | undefined;
        return {
          ...stream,
          list: async (cursor) =>
            pageOf(
              (records ??= agreeOnCreators(generators[stream.name]!(now), now)),
              stream.name,
              cursor,
            ),
        };
      }),
    };
  },
});

function pageOf(records: readonly SourceRecord[], stream: string, cursor: string | null): Page {
  const from = Number(cursor ?? 0);
  if (!Number.isSafeInteger(from) || from < 0 || from > records.length)
    throw new ConnectorError("unexpected_response", `The cursor of ${stream} is not one of ours.`);
  const to = from + pageSize;
  return {
    records: records.slice(from, to),
    nextCursor: to < records.length ? String(to) : null,
    complete: true,
    expectedTotal: records.length,
  };
}
