import { afterEach, expect } from "vitest";
import { sourceRecord, type SourceRecord } from "@/lib/domain/inventory/source-record";
import type { Connection, ConnectorIo, Gap } from "../../contract";
import { connector } from "../index";
import { manifest } from "../manifest";
import type { StandInOptions } from "./asked";
import { startStandIn } from "./stand-in";

export const keyConfig = {
  authMode: "access_key",
  accessKeyId: ["AKIA", "STANDIN000000000"].join(""),
  secretAccessKey: "stand-in-secret-value",
};

type OpenIo = (options: { limits: { wallMs: number; connectMs: number } }) => ConnectorIo & {
  close(): Promise<void>;
};

/** Opens stand-ins of their own and reads them; what was opened is closed after each test. */
export function accountReader(openIo: OpenIo) {
  const closers: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const close of closers.splice(0)) await close();
  });

  const openWith =
    (make: OpenIo) =>
    async (options: StandInOptions, config: object = keyConfig) => {
      const server = await startStandIn(options);
      const io = make({ limits: { wallMs: 100_000, connectMs: 20_000 } });
      closers.push(
        () => io.close(),
        () => server.close(),
      );
      const parsed = manifest.config.parse({ ...config, endpoint: server.url });
      const again = () => connector.connect(parsed, io);
      return { server, connection: await again(), again };
    };
  const open = openWith(openIo);

  async function read(options: StandInOptions, config?: object, only?: string[]) {
    const { server, connection } = await open(options, config);
    const gaps: Gap[] = [];
    return { server, records: await drain(connection, only, gaps), gaps };
  }
  return { open, read, openWith };
}

/** Every record of the streams that are wanted, each one as the inventory accepts it. */
export async function drain(
  connection: Connection,
  only?: string[],
  gaps: Gap[] = [],
): Promise<SourceRecord[]> {
  const records: SourceRecord[] = [];
  for (const stream of connection.streams) {
    if (only && !only.includes(stream.name)) continue;
    let cursor: string | null = null;
    do {
      const page = await stream.list(cursor);
      expect(page.records.length).toBeLessThanOrEqual(1000);
      records.push(...page.records);
      gaps.push(...(page.gaps ?? []));
      cursor = page.nextCursor;
    } while (cursor !== null);
  }
  for (const record of records) sourceRecord.parse(record);
  return records;
}

export const identities = (records: SourceRecord[], detail: string) =>
  records.flatMap((one) => (one.type === "identity" && one.detail === detail ? [one] : []));
