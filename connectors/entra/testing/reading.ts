import type { ConnectorIo, Page, SourceRecord } from "../../contract";
import { connector } from "../index";
import { manifest } from "../manifest";
import { guid, tenantId } from "./make";
import { clientSecret } from "./sign-in";
import { certificate } from "./stand-in";

/** Limits that a busy machine keeps. */
export const lenient = { wallMs: 30_000, connectMs: 10_000 };

const at = (url: string) => ({
  tenantId,
  clientId: guid("c11e", 5),
  cloud: "global",
  loginUrl: url,
  graphUrl: url,
});
export const certificateConfig = (url: string) => ({
  ...at(url),
  auth: "certificate",
  certificate: certificate.certificate,
  privateKey: certificate.privateKey,
});
export const secretConfig = (url: string) => ({ ...at(url), auth: "secret", clientSecret });

export const connect = (config: unknown, io: ConnectorIo) =>
  connector.connect(manifest.config.parse(config), io);

/** Every page of every stream, or of the one named. */
export async function pagesOf(config: unknown, io: ConnectorIo, only?: string): Promise<Page[]> {
  const connection = await connect(config, io);
  const pages: Page[] = [];
  for (const stream of connection.streams.filter(({ name }) => !only || name === only)) {
    let cursor: string | null = null;
    do {
      const page: Page = await stream.list(cursor);
      pages.push(page);
      cursor = page.nextCursor;
    } while (cursor !== null);
  }
  return pages;
}
export const recordsOf = (pages: readonly Page[]): SourceRecord[] =>
  pages.flatMap(({ records }) => records);
