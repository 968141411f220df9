import type { ConnectorIo, Page, SourceRecord } from "../../contract";
import { streamPages } from "../../testing/stream-pages";
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
export const pagesOf = async (config: unknown, io: ConnectorIo, only?: string): Promise<Page[]> =>
  Object.values(await streamPages(await connect(config, io), only)).flat();
export const recordsOf = (pages: readonly Page[]): SourceRecord[] =>
  pages.flatMap(({ records }) => records);
