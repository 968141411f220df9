import type { ConnectorIo, Page, SourceRecord } from "../../contract";
import { streamPages } from "../../testing/stream-pages";
import { connector } from "../index";
import { manifest } from "../manifest";
import type { startGitHub } from "./stand-in";

export type StandIn = Awaited<ReturnType<typeof startGitHub>>;
/** Limits that a busy machine keeps. */
export const lenient = { wallMs: 30_000, connectMs: 10_000 };

export function appConfig({
  url,
  world,
  privateKey,
}: Pick<StandIn, "url" | "world" | "privateKey">) {
  const { appId, installationId } = world.self;
  return { org: "acme", baseUrl: url, authMode: "app", appId, installationId, privateKey };
}
export const tokenConfig = ({ url, token }: StandIn) => ({
  org: "acme",
  baseUrl: url,
  authMode: "token",
  token,
});

/** Every page of every stream, or of the one named. */
export const pagesOf = async (config: unknown, io: ConnectorIo, only?: string) =>
  streamPages(await connector.connect(manifest.config.parse(config), io), only);
export const recordsOf = (pages: Page[] | undefined) =>
  (pages ?? []).flatMap(({ records }) => records);
export const identitiesOf = (records: SourceRecord[]) =>
  records.flatMap((record) =>
    record.type === "identity" || record.type === "stored_secret" ? [record] : [],
  );
