import type { Connection, Page, Verification } from "@/connectors/contract";
import type { Digested } from "../ingest/find-unchanged";
import type { Claim } from "./run-claim";
import type { StreamRow } from "./run-streams";

/** A page and the digests by which what is stored already is told from what is new. */
export interface DigestedPage {
  page: Page;
  digests: Digested;
}

/** A page that was asked for; `arrived` once it is there, `read` once it is digested too. */
export interface Asked {
  stream: string;
  cursor: string | null;
  arrival: Promise<Page>;
  arrived: Page | null;
  page: Promise<DigestedPage>;
  read: DigestedPage | null;
}

/** All that one job knows of the run it works on. */
export interface RunState {
  claim: Claim;
  source: {
    id: string;
    name: string;
    connectorId: string;
    config: unknown;
    sealedSecrets: string | null;
    lastCompleteAt: Date | null;
  };
  /** What the provider last said of the source, before this run. */
  verification: Verification | null;
  isFirstReading: boolean;
  verified: boolean;
  connectAttempt: number;
  cancelAsked: boolean;
  signal: AbortSignal;
  streams: StreamRow[];
  connection: Connection | undefined;
  /** The pages after those that are being written, in order; the last one may still be on its way. */
  ahead: Asked[];
  /** The source's ids to ours, so that children of later pages need no query. */
  ids: Map<string, string>;
}
